import"./chunk-LFHON5CT.js";
