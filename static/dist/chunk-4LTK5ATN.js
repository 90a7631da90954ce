import{Bc as p,Dc as u,Jg as y,Mc as f,Nc as c,Sc as l,Tc as d,Yc as b,Zc as h,_a as m,b as o,nf as w}from"./chunk-Y6O25VSN.js";async function J(g,e,{fields:V,prefix:S,ready:A,save:x,confirm:O,words:$,about:C,kept:t,later:F}){let P=f(),a=structuredClone(e),r=await t?.load();if(!P())return;Object.assign(e,r);let n={busy:!1,problem:""};return c(g,(j,i)=>{let E=y(n,i,$),s=()=>{m(e,a)?t?.clear():t?.save(e),i()},I=()=>{r=void 0,Object.assign(e,structuredClone(a)),s()};return p`<form class="stack" @submit=${K=>{K.preventDefault(),E(async()=>{let T=await x();F||await t?.clear(),j(T)})}}>
      ${r?b("info",o("Begun earlier and not finished."),d(o("Start afresh"),I)):u}
      ${V({...w(e,s,S),update:s})}
      ${h(n.problem)}
      ${l(O,null,n.busy||!A())}
    </form>`},{about:C})}export{J as a};
