import{b as t}from"./chunk-7OYLP4VG.js";var r=e=>t(async o=>e(o?await import("./chunk-6XRZGK7Y.js").catch(()=>null):null));export{r as a};
