import{b as t}from"./chunk-Q5SBQJ6Y.js";var r=e=>t(async o=>e(o?await import("./chunk-EI74QPEY.js").catch(()=>null):null));export{r as a};
