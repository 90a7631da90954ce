import"./chunk-SUFAWPOG.js";
