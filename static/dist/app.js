import"./chunk-7I2FBDDT.js";
