import"./chunk-LPAXC5TH.js";
