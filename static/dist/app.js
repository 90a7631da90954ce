import"./chunk-3U243ITV.js";
