import"./chunk-UPMSBSLR.js";
