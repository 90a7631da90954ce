import{l as t}from"./chunk-ZYW44QKZ.js";var r=e=>t(async o=>e(o?await import("./chunk-Z5PXHV6R.js").catch(()=>null):null));export{r as a};
