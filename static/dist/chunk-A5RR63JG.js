import{l as t}from"./chunk-YQHHXHTU.js";var r=e=>t(async o=>e(o?await import("./chunk-UEF4FUX7.js").catch(()=>null):null));export{r as a};
