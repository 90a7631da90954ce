import{l as t}from"./chunk-T3RGLNYO.js";var r=e=>t(async o=>e(o?await import("./chunk-ASFO3S25.js").catch(()=>null):null));export{r as a};
