import"./chunk-TMCM6L3X.js";
