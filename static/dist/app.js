import"./chunk-MM6XDENP.js";
