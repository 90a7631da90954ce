import{b as l}from"./chunk-E6FAUZVI.js";import{b as d}from"./chunk-EPDK33YT.js";import{e as m,f as c,g as a}from"./chunk-3NEFUE33.js";import{c as n,e as r,la as p}from"./chunk-WANWIUEF.js";var $=(i,s,t,o=r)=>n`<section class="lines-group"><h3>${i}</h3>
  <dl>${s.map(e=>n`<div><dt>${e.label}</dt>${t(e)}</div>`)}</dl>${o}</section>`,b=(i,{columns:s=!1}={})=>n`<div class=${s?"lines lines--columns":"lines"}>
  ${i.map(({section:t,lines:o})=>$(t,o,({drawn:e,value:f,carried:u})=>n`<dd>${e?l(e):f}${d(u)}</dd>`))}
</div>`;function h(i,s){let t=m(i);if(!Object.keys(t).length)return r;let o=p(s.record_types.note.sections,"zone");if(!o)return r;let e=c(o);return n`<div class="note-picture">${a({zones:t,labels:e})}</div>`}export{$ as a,b,h as c};
