import{l as t}from"./chunk-4E4CU4I4.js";var r=e=>t(async o=>e(o?await import("./chunk-OYNRPSEE.js").catch(()=>null):null));export{r as a};
