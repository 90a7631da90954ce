import"./chunk-V3HBR3CH.js";
