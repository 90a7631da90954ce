import"./chunk-7RQMNXOA.js";
