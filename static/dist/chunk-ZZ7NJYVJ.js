import{l as t}from"./chunk-KSRRRIXE.js";var r=e=>t(async o=>e(o?await import("./chunk-JQA5CV7M.js").catch(()=>null):null));export{r as a};
