import{b as t}from"./chunk-SSPYPPGG.js";var r=e=>t(async o=>e(o?await import("./chunk-NSWWIRWR.js").catch(()=>null):null));export{r as a};
