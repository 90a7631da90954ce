import{l as t}from"./chunk-TA67R7LZ.js";var r=e=>t(async o=>e(o?await import("./chunk-VHEA6HXE.js").catch(()=>null):null));export{r as a};
