import"./chunk-LU2Q47MZ.js";
