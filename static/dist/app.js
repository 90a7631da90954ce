import"./chunk-BWZN7RNG.js";
