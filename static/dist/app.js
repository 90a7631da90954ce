import"./chunk-M6VCULRG.js";
