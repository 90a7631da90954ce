import"./chunk-VONCQBYE.js";
