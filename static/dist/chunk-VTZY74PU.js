import{b as t}from"./chunk-2MJYISDK.js";var r=e=>t(async o=>e(o?await import("./chunk-5QFOGEYZ.js").catch(()=>null):null));export{r as a};
