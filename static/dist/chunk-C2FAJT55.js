import{b as m}from"./chunk-4NNFOMQ5.js";import{k as a}from"./chunk-QOLAXIKT.js";import{cb as s,j as r,kb as o,rb as n}from"./chunk-72SNCLSL.js";function $(i,p,{fields:u,prefix:l,ready:f,save:c,confirm:b,words:d,about:w}){let e={busy:!1,problem:""};return s(i,(y,t)=>{let h=a(e,t,d);return r`<form class="stack" @submit=${A=>{A.preventDefault(),h(async()=>y(await c()))}}>
      ${u({...m(p,t,l),update:t})}
      ${n(e.problem)}
      ${o(b,null,e.busy||!f())}
    </form>`},{about:w})}export{$ as a};
