import"./chunk-46GBZ35X.js";
