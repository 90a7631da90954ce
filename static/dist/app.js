import"./chunk-JWE7OWUF.js";
