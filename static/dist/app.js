import"./chunk-P4JMO4TV.js";
