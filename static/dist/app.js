import"./chunk-GWG3SHOI.js";
