import{b as t}from"./chunk-ZLOV455G.js";var r=e=>t(async o=>e(o?await import("./chunk-UY3D2TL2.js").catch(()=>null):null));export{r as a};
