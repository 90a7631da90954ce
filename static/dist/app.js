import"./chunk-U4QRTUFG.js";
