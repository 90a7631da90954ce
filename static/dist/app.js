import"./chunk-3LYUBFYU.js";
