import"./chunk-3GUMBQWQ.js";
