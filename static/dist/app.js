import"./chunk-SMQWOKZA.js";
