import{b as m}from"./chunk-EEVON7FG.js";import{j as a}from"./chunk-2476XJV5.js";import{Ca as s,Ka as o,Ra as n,c as r}from"./chunk-WANWIUEF.js";function $(i,p,{fields:u,prefix:l,ready:f,save:c,confirm:b,words:d,about:w}){let e={busy:!1,problem:""};return s(i,(y,t)=>{let h=a(e,t,d);return r`<form class="stack" @submit=${A=>{A.preventDefault(),h(async()=>y(await c()))}}>
      ${u({...m(p,t,l),update:t})}
      ${n(e.problem)}
      ${o(b,null,e.busy||!f())}
    </form>`},{about:w})}export{$ as a};
