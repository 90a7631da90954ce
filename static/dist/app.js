import"./chunk-OJVGJQMM.js";
