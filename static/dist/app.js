import"./chunk-Y34O2OFB.js";
