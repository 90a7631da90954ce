import"./chunk-IXBZFYMQ.js";
