import"./chunk-BSW7CLUJ.js";
