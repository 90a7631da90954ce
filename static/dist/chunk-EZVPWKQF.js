import{k as s,m as f}from"./chunk-36PA7VSJ.js";import{J as m,Q as e,Tb as n,w as r}from"./chunk-E5DXUV4B.js";function q(i,p,{fields:c,prefix:u,ready:a,save:l,confirm:b,words:y,about:$}){let t={busy:!1,problem:""};return n(i,(h,o)=>{let S=s(t,o,y);return r`<form class="stack" @submit=${k=>{k.preventDefault(),S(async()=>h(await l()))}}>
      ${c({...f(p,o,u),update:o})}
      ${e(t.problem)}
      ${m(b,null,t.busy||!a())}
    </form>`},{about:$})}export{q as a};
