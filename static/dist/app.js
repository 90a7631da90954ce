import"./chunk-UUS5STAQ.js";
