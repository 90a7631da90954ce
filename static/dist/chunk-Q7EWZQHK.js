import{l as t}from"./chunk-RCSPZQWB.js";var r=e=>t(async o=>e(o?await import("./chunk-NKQHY4Y5.js").catch(()=>null):null));export{r as a};
