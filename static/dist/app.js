import"./chunk-GLCICWZ3.js";
