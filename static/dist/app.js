import"./chunk-VHYU776F.js";
