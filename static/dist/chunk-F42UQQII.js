import{j as t,l as o}from"./chunk-BXND5LPI.js";var s=(e,p,m=o)=>t`
  <section class="empty">
    <h2>${e}</h2>
    <p>${p}</p>
    ${m}
  </section>`;export{s as a};
