import"./chunk-KXQZHN6I.js";
