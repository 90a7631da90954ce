import{b as m}from"./chunk-COFLRYSW.js";import{j as a}from"./chunk-EJGXGJCA.js";import{Ca as s,Ka as o,Ra as n,c as r}from"./chunk-7BJ5BTPO.js";function $(i,p,{fields:u,prefix:l,ready:f,save:c,confirm:b,words:d,about:w}){let e={busy:!1,problem:""};return s(i,(y,t)=>{let h=a(e,t,d);return r`<form class="stack" @submit=${A=>{A.preventDefault(),h(async()=>y(await c()))}}>
      ${u({...m(p,t,l),update:t})}
      ${n(e.problem)}
      ${o(b,null,e.busy||!f())}
    </form>`},{about:w})}export{$ as a};
