import"./chunk-WHZJGDFF.js";
