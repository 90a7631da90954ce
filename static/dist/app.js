import"./chunk-KOAZZ7OF.js";
