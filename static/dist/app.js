import"./chunk-5BHIQLFK.js";
