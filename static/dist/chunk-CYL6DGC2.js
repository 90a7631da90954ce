import{l as t}from"./chunk-VY4ETPQ4.js";var r=e=>t(async o=>e(o?await import("./chunk-PKF4G77U.js").catch(()=>null):null));export{r as a};
