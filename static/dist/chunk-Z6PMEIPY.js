import{b as t}from"./chunk-5RQYOMY3.js";var r=e=>t(async o=>e(o?await import("./chunk-2GMMNRFD.js").catch(()=>null):null));export{r as a};
