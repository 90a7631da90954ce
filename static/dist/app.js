import"./chunk-TGVTE7KV.js";
