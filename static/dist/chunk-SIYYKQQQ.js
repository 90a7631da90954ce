import{l as t}from"./chunk-2LAPBWQL.js";var r=e=>t(async o=>e(o?await import("./chunk-ITAEKQPU.js").catch(()=>null):null));export{r as a};
