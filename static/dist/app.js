import"./chunk-W4HWW3EN.js";
