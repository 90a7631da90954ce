import"./chunk-ZAKBGX6Y.js";
