import{l as t}from"./chunk-LRSOAPMI.js";var r=e=>t(async o=>e(o?await import("./chunk-O3ZL3ONF.js").catch(()=>null):null));export{r as a};
