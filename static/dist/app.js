import"./chunk-2HJ3MISR.js";
