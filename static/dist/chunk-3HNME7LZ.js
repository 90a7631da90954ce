import{l as t}from"./chunk-LA6ZVJHF.js";var r=e=>t(async o=>e(o?await import("./chunk-DY4O7TL6.js").catch(()=>null):null));export{r as a};
