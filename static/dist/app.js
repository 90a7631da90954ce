import"./chunk-67JB5A3F.js";
