import"./chunk-Z5ORUHVW.js";
