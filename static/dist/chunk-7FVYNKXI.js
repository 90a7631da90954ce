import{l as t}from"./chunk-3ECIRGTE.js";var r=e=>t(async o=>e(o?await import("./chunk-DEWOGMVL.js").catch(()=>null):null));export{r as a};
