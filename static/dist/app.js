import"./chunk-4UCGBI4E.js";
