import"./chunk-WWAKG5B6.js";
