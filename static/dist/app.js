import"./chunk-6QG4ORXL.js";
