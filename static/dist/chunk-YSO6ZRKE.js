import{l as t}from"./chunk-O3WWF3LC.js";var r=e=>t(async o=>e(o?await import("./chunk-VHJ3GNXK.js").catch(()=>null):null));export{r as a};
