import"./chunk-WMJHLECJ.js";
