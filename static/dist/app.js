import"./chunk-44BZVEG2.js";
