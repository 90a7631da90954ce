import{i as f,k as i}from"./chunk-X4JQ6BXX.js";import{E as o,L as e,r as m,wb as s}from"./chunk-6ZYNYSBC.js";function g(n,p,{fields:u,prefix:a,ready:l,save:b,confirm:c,words:y}){let t={busy:!1,problem:""};return s(n,($,r)=>{let h=f(t,r,y);return m`<form class="stack" @submit=${S=>{S.preventDefault(),h(async()=>$(await b()))}}>
      ${u({...i(p,r,a),update:r})}
      ${e(t.problem)}
      ${o(c,null,t.busy||!l())}
    </form>`})}export{g as a};
