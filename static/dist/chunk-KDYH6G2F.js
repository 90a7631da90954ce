import{l as t}from"./chunk-CSB6PUBO.js";var r=e=>t(async o=>e(o?await import("./chunk-YQXHDRLH.js").catch(()=>null):null));export{r as a};
