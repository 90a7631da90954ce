import{l as t}from"./chunk-WRFK5HNY.js";var r=e=>t(async o=>e(o?await import("./chunk-2M6OB2YC.js").catch(()=>null):null));export{r as a};
