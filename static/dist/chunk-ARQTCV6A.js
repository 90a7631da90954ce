import{l as t}from"./chunk-YGROEH4E.js";var r=e=>t(async o=>e(o?await import("./chunk-UBRXST6Z.js").catch(()=>null):null));export{r as a};
