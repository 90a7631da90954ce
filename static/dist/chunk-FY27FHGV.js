import{k as s,m as f}from"./chunk-6363MXO7.js";import{G as m,Ib as n,N as e,t as r}from"./chunk-LUJAS55P.js";function q(i,p,{fields:c,prefix:u,ready:a,save:l,confirm:b,words:y,about:$}){let t={busy:!1,problem:""};return n(i,(h,o)=>{let S=s(t,o,y);return r`<form class="stack" @submit=${k=>{k.preventDefault(),S(async()=>h(await l()))}}>
      ${c({...f(p,o,u),update:o})}
      ${e(t.problem)}
      ${m(b,null,t.busy||!a())}
    </form>`},{about:$})}export{q as a};
