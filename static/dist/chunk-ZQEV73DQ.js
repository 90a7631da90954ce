import{b as t}from"./chunk-H6FRCHI4.js";var r=e=>t(async o=>e(o?await import("./chunk-MLHIHDOI.js").catch(()=>null):null));export{r as a};
