import"./chunk-PM3GS76S.js";
