import"./chunk-GMPMQEVU.js";
