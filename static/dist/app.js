import"./chunk-GG2E2YLF.js";
