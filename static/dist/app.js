import"./chunk-BSTOOFNR.js";
