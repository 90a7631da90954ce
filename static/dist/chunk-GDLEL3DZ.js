import{f as t}from"./chunk-VZ33VFS3.js";var n=(o,r)=>t(`/patients/${o}/summary.${r}`),s=o=>t(`/recall.csv?lot=${encodeURIComponent(o)}`);export{n as a,s as b};
