import"./chunk-6L52KR63.js";
