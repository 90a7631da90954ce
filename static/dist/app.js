import"./chunk-YXY5S3PP.js";
