import"./chunk-X3ALIBLT.js";
