import"./chunk-PP5Y6LRZ.js";
