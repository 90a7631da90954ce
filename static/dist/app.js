import"./chunk-DSCIJVGU.js";
