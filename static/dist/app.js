import"./chunk-ZVOQ4IWI.js";
