import"./chunk-Y6O25VSN.js";
