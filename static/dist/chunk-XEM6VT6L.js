import{l as t}from"./chunk-AJYQZJMD.js";var r=e=>t(async o=>e(o?await import("./chunk-E5WWL64I.js").catch(()=>null):null));export{r as a};
