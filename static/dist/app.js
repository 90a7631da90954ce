import"./chunk-FSQPXEXP.js";
