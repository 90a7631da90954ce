import"./chunk-5XUVUIN2.js";
