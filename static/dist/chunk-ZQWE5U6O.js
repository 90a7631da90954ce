import{l as t}from"./chunk-A22MN3O4.js";var r=e=>t(async o=>e(o?await import("./chunk-2SAHAS7G.js").catch(()=>null):null));export{r as a};
