import{b as p}from"./chunk-ZFYZ4G75.js";import{b as d}from"./chunk-5VF3G6LO.js";import{e as m,f as c,g as a}from"./chunk-7DAISXEI.js";import{c as o,e as r,la as l}from"./chunk-TVML3D3T.js";var $=(i,s,t,n=r)=>o`<section class="lines-group"><h3>${i}</h3>
  <dl>${s.map(e=>o`<div><dt>${e.label}</dt>${t(e)}</div>`)}</dl>${n}</section>`,b=(i,{columns:s=!1}={})=>o`<div class=${s?"lines lines--columns":"lines"}>
  ${i.map(({section:t,lines:n})=>$(t,n,({drawn:e,value:f,carried:u})=>o`<dd>${e?p(e):f}${d(u)}</dd>`))}
</div>`;function h(i,s){let t=m(i);if(!Object.keys(t).length)return r;let n=l(s.record_types.note.sections,"zone");if(!n)return r;let e=c(n);return o`<div class="note-picture">${a({zones:t,labels:e})}</div>`}export{$ as a,b,h as c};
