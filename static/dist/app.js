import"./chunk-HY7ESPZB.js";
