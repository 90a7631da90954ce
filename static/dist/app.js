import"./chunk-MQO2MS5T.js";
