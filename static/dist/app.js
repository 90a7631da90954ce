import"./chunk-EAXOWXYM.js";
