import"./chunk-74WGYYQY.js";
