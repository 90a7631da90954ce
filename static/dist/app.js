import"./chunk-6RPTFEPP.js";
