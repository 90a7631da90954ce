import"./chunk-QSZHYRFT.js";
