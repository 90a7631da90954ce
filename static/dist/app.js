import"./chunk-PUI6FWPB.js";
