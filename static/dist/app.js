import"./chunk-GHXE3QNE.js";
