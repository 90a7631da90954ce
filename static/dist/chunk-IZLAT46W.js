import{l as t}from"./chunk-NJKTCDBA.js";var r=e=>t(async o=>e(o?await import("./chunk-MMP72D2N.js").catch(()=>null):null));export{r as a};
