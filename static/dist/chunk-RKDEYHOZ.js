import{l as t}from"./chunk-LHOUURCV.js";var r=e=>t(async o=>e(o?await import("./chunk-NL3UWPMH.js").catch(()=>null):null));export{r as a};
