import"./chunk-SAM4IVNE.js";
