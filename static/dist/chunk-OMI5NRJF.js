import{l as t}from"./chunk-LIZ33H4Z.js";var r=e=>t(async o=>e(o?await import("./chunk-KIWQLYWU.js").catch(()=>null):null));export{r as a};
