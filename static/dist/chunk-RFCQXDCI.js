import{b as t}from"./chunk-4CITGLFA.js";var r=e=>t(async o=>e(o?await import("./chunk-KPOWPAM7.js").catch(()=>null):null));export{r as a};
