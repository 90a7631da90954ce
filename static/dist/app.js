import"./chunk-53EV76ZZ.js";
