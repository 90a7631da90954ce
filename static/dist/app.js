import"./chunk-CPMTRON5.js";
