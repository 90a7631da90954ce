import"./chunk-CK7ZQ2D5.js";
