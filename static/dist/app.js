import"./chunk-6QEYT4DA.js";
