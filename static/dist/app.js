import"./chunk-ZFUOZNWI.js";
