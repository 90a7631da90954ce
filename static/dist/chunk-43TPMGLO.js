import{l as t}from"./chunk-4ROCUH3Y.js";var r=e=>t(async o=>e(o?await import("./chunk-STKOHMVX.js").catch(()=>null):null));export{r as a};
