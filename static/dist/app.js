import"./chunk-NGYFHO4F.js";
