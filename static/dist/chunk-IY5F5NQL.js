import{l as t}from"./chunk-SQXFJ5RF.js";var r=e=>t(async o=>e(o?await import("./chunk-QDKGRBLM.js").catch(()=>null):null));export{r as a};
