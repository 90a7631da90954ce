import{b as l}from"./chunk-H73EP4K6.js";import{b as a}from"./chunk-5WY2NACL.js";import{e as d,f as p,g as m}from"./chunk-NILAF3TZ.js";import{j as o,l as r,ra as c}from"./chunk-BXND5LPI.js";var $=(t,i,e,n=r)=>o`<section class="lines-group"><h3>${t}</h3>
  <dl>${i.map(s=>o`<div><dt>${s.label}</dt>${e(s)}</div>`)}</dl>${n}</section>`,x=(t,{columns:i=!1}={})=>o`<div class=${i?"lines lines--columns":"lines"}>
  ${t.map(({section:e,lines:n})=>$(e,n,({drawn:s,value:f,carried:u})=>o`<dd>${s?l(s):f}${a(u)}</dd>`))}
</div>`;function O(t,i){let e=d(t);if(!Object.keys(e).length)return r;let n=p(c(i.record_types.note.sections,"zone"));return o`<div class="note-picture">${m({zones:e,labels:n})}</div>`}export{$ as a,x as b,O as c};
