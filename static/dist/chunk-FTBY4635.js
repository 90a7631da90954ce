import{b as t}from"./chunk-S4TVGNFX.js";var r=e=>t(async o=>e(o?await import("./chunk-44L5B47S.js").catch(()=>null):null));export{r as a};
