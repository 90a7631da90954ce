import"./chunk-IMRDKJ7L.js";
