import"./chunk-FTQDTIGP.js";
