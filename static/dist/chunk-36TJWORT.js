import{j as t,l as e}from"./chunk-72SNCLSL.js";var s=(p,m,n=e)=>t`
  <section class="empty">
    <h2>${p}</h2>
    <p>${m}</p>
    ${n}
  </section>`;export{s as a};
