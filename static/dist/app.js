import"./chunk-ZAB56X2Z.js";
