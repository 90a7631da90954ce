import"./chunk-5OL5IILS.js";
