import"./chunk-TVZVVF47.js";
