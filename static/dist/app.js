import"./chunk-NPZAWMOZ.js";
