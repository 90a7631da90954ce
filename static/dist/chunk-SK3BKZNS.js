import{s as w}from"./chunk-VWQLNJQ5.js";import{Bc as l,Dc as r,Dd as C,Fd as _,H as b,Hb as $,I as g,Ic as h,Qc as R,Sa as L,Ta as T,Vc as y,b as p,gd as v,le as x,me as A,qe as F,re as f,se as k}from"./chunk-Y6O25VSN.js";var j=["T24","T72","T7d","T28d","other"];function O({fields:t},o){return o.record_types.follow_up?L(t)?M({seen:t.seen??{},advice:t.advice??{}},o):k(t.about?.reached):""}var M=(t,o)=>w("follow_up",t,o).flatMap(({lines:a})=>a.map(({label:e,value:n})=>`${e}: ${n}`)).join(" \xB7 "),N=(t,{forms:o},a=r)=>{let{about:e}=t.fields,n=T(t.fields);return l`<li><a class="row" href="#/calls/${t.id}" data-tone=${n?"reason":r}>
    <span class="row-main"><span class="row-title">${n?h("reason"):r}<b class="row-date">${f(e.point)}</b> ${a} ${P(t,o)}</span>
      <span class="row-detail">${$(e.at)} · ${t.author_name} · ${F(t.state)}<br />${O(t,o)}</span></span></a></li>`},P=({fields:t},o)=>{let a=b(o.record_types.follow_up?.sections??[],"about");return g(a,"how")?.choices.find(({value:e})=>e===t.about?.how)?.label??""};function S(t,o,{forms:a}){let e=`obs:${o}`,{at:n,...c}=t.fields[e],d=t.signatures.some(({meaning:i})=>i==="amendment"),m=w("note",{[e]:c},a).flatMap(({lines:i})=>i.map(({label:s,value:u})=>`${s}: ${u}`));return l`<li><div class="row"><span class="row-main">
    <span class="row-title"><b class="row-date">${f(o)}</b> ${d?p("recorded in the note by amendment"):p("recorded in the note")}</span>
    <span class="row-detail">${R(n&&$(n),t.author_name)}<br />${m.join(" \xB7 ")}</span></span></div></li>`}function K({note:t,patient:o,calls:a,app:e},n){let c=x(t,a).sort(A).reverse(),d=t.state!=="void"&&v("follow_up.create",e.user,null,e.forms),m=j.filter(s=>t.fields[`obs:${s}`]),{phone:i}=C(o);return!c.length&&!m.length&&!d?r:l`<section class="stack stack--tight" aria-labelledby="follow-title">
    <h2 id="follow-title">${p("After the visit")}</h2>
    ${c.length?l`<p class="hint">${p("Added after signing, not part of the signed note.")}</p><ul class="list">${c.map(s=>N(s,e))}</ul>`:r}
    ${m.length?l`<ul class="list">${m.map(s=>S(t,s,e))}</ul>`:r}
    ${d?l`<div class="cluster no-print">${i?y(p("Call {phone}",{phone:i}),_(i)):r}
            ${j.map(s=>l`<a class="chip" href="#/follow-up/${t.id}/${s}">${h(c.some(({fields:u})=>u.about.point===s)?"check":"plus",18)}${f(s)}</a>`)}
            ${n}</div>`:r}
  </section>`}export{O as a,N as b,K as c};
