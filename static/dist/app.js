import"./chunk-SWWBMC2J.js";
