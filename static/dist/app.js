import"./chunk-72BTYBWD.js";
