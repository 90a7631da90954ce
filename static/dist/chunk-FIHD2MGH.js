import{b as t}from"./chunk-H6FRCHI4.js";var r=e=>t(async o=>e(o?await import("./chunk-WM4J56MC.js").catch(()=>null):null));export{r as a};
