import"./chunk-S53TCNW3.js";
