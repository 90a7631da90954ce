import"./chunk-TYEYDDA7.js";
