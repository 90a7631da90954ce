import"./chunk-FBGXXYPG.js";
