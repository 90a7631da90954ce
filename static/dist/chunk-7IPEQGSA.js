import{b as s}from"./chunk-IRONTTYM.js";import{k as f}from"./chunk-WKNONOIW.js";import{Fb as n,J as m,Q as e,w as r}from"./chunk-GVLHIM2X.js";function q(i,p,{fields:c,prefix:u,ready:a,save:l,confirm:b,words:y,about:$}){let t={busy:!1,problem:""};return n(i,(h,o)=>{let S=f(t,o,y);return r`<form class="stack" @submit=${k=>{k.preventDefault(),S(async()=>h(await l()))}}>
      ${c({...s(p,o,u),update:o})}
      ${e(t.problem)}
      ${m(b,null,t.busy||!a())}
    </form>`},{about:$})}export{q as a};
