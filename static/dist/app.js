import"./chunk-6O6QOIDG.js";
