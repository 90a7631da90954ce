import"./chunk-YF2ZQL47.js";
