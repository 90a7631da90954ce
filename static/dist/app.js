import"./chunk-VXX3MRLP.js";
