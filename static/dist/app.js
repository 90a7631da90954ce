import"./chunk-C475MUKF.js";
