import"./chunk-LDP7ATLK.js";
