import"./chunk-MF337NW2.js";
