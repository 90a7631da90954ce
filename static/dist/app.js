import"./chunk-CJ55XVFQ.js";
