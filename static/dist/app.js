import"./chunk-BI5BQ62B.js";
