import"./chunk-WFVIBD4E.js";
