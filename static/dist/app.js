import"./chunk-VZ33VFS3.js";
