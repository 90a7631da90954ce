import"./chunk-2FI3B476.js";
