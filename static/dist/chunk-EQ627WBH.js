import{l as t}from"./chunk-POW2QSEV.js";var r=e=>t(async o=>e(o?await import("./chunk-OFBJO2O4.js").catch(()=>null):null));export{r as a};
