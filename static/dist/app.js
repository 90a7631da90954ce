import"./chunk-KS36R5HH.js";
