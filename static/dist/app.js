import"./chunk-NLI37ADO.js";
