import{b as s}from"./chunk-BZ6X2BLQ.js";import{j as f}from"./chunk-JPOMRG34.js";import{Oa as m,Wa as e,bb as n,j as r}from"./chunk-BXND5LPI.js";function q(i,p,{fields:c,prefix:u,ready:a,save:l,confirm:b,words:y,about:$}){let t={busy:!1,problem:""};return m(i,(h,o)=>{let S=f(t,o,y);return r`<form class="stack" @submit=${k=>{k.preventDefault(),S(async()=>h(await l()))}}>
      ${c({...s(p,o,u),update:o})}
      ${n(t.problem)}
      ${e(b,null,t.busy||!a())}
    </form>`},{about:$})}export{q as a};
