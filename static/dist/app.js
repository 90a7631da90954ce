import"./chunk-44GBJFFO.js";
