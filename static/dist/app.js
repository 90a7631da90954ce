import"./chunk-QXTFSUEJ.js";
