import"./chunk-Z33VZ34V.js";
