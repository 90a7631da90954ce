import"./chunk-MGKUDMLX.js";
