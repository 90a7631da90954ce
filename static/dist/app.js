import"./chunk-CSVLYJOC.js";
