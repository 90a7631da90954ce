import"./chunk-LBRA5S4M.js";
