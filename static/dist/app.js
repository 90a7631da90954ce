import"./chunk-AAFHVQ43.js";
