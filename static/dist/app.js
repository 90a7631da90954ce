import"./chunk-RWJGMLG3.js";
