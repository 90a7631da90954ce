import"./chunk-UOGUL6FT.js";
