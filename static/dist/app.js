import"./chunk-DXVDG4FV.js";
