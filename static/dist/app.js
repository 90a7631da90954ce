import"./chunk-IXRLADP3.js";
