import"./chunk-D35NV4AW.js";
