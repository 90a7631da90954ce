import"./chunk-HFCT575C.js";
