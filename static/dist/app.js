import"./chunk-ZMRNTIPK.js";
