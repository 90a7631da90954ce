import{l as t}from"./chunk-UX2C35FY.js";var r=e=>t(async o=>e(o?await import("./chunk-YNJZ3MYD.js").catch(()=>null):null));export{r as a};
