import{l as t}from"./chunk-VFV33U2D.js";var r=e=>t(async o=>e(o?await import("./chunk-SFHBCFDD.js").catch(()=>null):null));export{r as a};
