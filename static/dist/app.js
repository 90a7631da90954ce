import"./chunk-7OD6RANA.js";
