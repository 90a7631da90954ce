import"./chunk-OEBA4CYN.js";
