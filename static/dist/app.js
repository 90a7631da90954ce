import"./chunk-2N6CBVPB.js";
