import{b as a}from"./chunk-G2JPKBI5.js";import{d as l}from"./chunk-KLNJ2ZJ6.js";import{e as d,f as p,g as m}from"./chunk-SXD6O6NZ.js";import{Va as c,w as o,y as r}from"./chunk-GVLHIM2X.js";var $=(t,i,e,n=r)=>o`<section class="lines-group"><h3>${t}</h3>
  <dl>${i.map(s=>o`<div><dt>${s.label}</dt>${e(s)}</div>`)}</dl>${n}</section>`,x=(t,{columns:i=!1}={})=>o`<div class=${i?"lines lines--columns":"lines"}>
  ${t.map(({section:e,lines:n})=>$(e,n,({drawn:s,value:f,carried:u})=>o`<dd>${s?a(s):f}${l(u)}</dd>`))}
</div>`;function O(t,i){let e=d(t);if(!Object.keys(e).length)return r;let n=p(c(i.record_types.note.sections,"zone"));return o`<div class="note-picture">${m({zones:e,labels:n})}</div>`}export{$ as a,x as b,O as c};
