import"./chunk-VKA5EZY2.js";
