import{b as t}from"./chunk-KMWVQXZW.js";var r=e=>t(async o=>e(o?await import("./chunk-FAYHUJIK.js").catch(()=>null):null));export{r as a};
