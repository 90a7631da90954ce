import"./chunk-J2IBXUGY.js";
