import"./chunk-XQNBUWHD.js";
