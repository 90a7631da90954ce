import{b as t}from"./chunk-U4HKDDBA.js";var r=e=>t(async o=>e(o?await import("./chunk-WU34WII6.js").catch(()=>null):null));export{r as a};
