import{b as t}from"./chunk-5J457QI4.js";var r=e=>t(async o=>e(o?await import("./chunk-TY5V4DLT.js").catch(()=>null):null));export{r as a};
