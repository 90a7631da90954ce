import"./chunk-6TS4ZABQ.js";
