import{l as t}from"./chunk-MCK4D5WE.js";var r=e=>t(async o=>e(o?await import("./chunk-NZCT4DYJ.js").catch(()=>null):null));export{r as a};
