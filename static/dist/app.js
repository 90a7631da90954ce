import"./chunk-RUXGEGAM.js";
