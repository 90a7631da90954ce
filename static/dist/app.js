import"./chunk-YWQOGH4N.js";
