import"./chunk-J7H54375.js";
