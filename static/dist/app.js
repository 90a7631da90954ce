import"./chunk-NXDCD434.js";
