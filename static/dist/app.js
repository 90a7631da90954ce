import"./chunk-KOWDJCBB.js";
