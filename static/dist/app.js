import"./chunk-2N7COFWL.js";
