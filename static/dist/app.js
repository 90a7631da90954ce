import"./chunk-P72647QC.js";
