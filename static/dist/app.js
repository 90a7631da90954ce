import"./chunk-6TWMAC5D.js";
