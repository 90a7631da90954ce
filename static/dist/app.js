import"./chunk-U2LVKYXN.js";
