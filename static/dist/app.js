import"./chunk-IVWJ3KH2.js";
