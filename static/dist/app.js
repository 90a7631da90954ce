import"./chunk-BGDJRF6V.js";
