import{c as t,e}from"./chunk-TVML3D3T.js";var s=(p,m,n=e)=>t`
  <section class="empty">
    <h2>${p}</h2>
    <p>${m}</p>
    ${n}
  </section>`;export{s as a};
