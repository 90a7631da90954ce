import{a as st,b as ot}from"./chunk-QNXVA6DG.js";import{c as y,e as v,f as J,g as Q}from"./chunk-D26WD3A2.js";import{g as G}from"./chunk-4VQTEYUB.js";import{b as W,c as X,f as tt,g as et,h as rt}from"./chunk-O3UWHNCK.js";import{d as q}from"./chunk-7WBD5WPB.js";import{a as nt}from"./chunk-OJ7XSX3U.js";import{f as k}from"./chunk-254PP5A5.js";import{e as Y,i as Z}from"./chunk-6MCCW4AS.js";import{a as M,b as U,c as V,d as g,e as I,g as z,h as E}from"./chunk-IHTRDR2M.js";import{$b as H,Ab as A,Bb as h,Ka as R,La as j,Oa as D,a as pt,aa as f,ac as N,ca as w,da as C,gc as B,hc as K,j as i,ja as x,l as c,n as s,pb as P,ub as F}from"./chunk-72SNCLSL.js";var dt={};pt(dt,{title:()=>Tt,view:()=>_t});var it=8,ft=[["visit",["indication","modality","operator"],!1],["numbing",["product","amount_g","area_cm2"],!1],["device",["product","cartridge_lot"],!0],["prp",["volume_ml","route","anticoagulant"],!1],["needling",["pain_nrs"],!0],["obs:T0",["erythema"],!0],["obs:T30",["erythema","pain_now"],!0],["outcome",["gais_clinician","gais_patient","satisfaction"],!0]];function ut({fields:t},e,r,{forms:n,people:a}){let o=Object.fromEntries(r.filter(m=>t[e]?.[m]!==void 0).map(m=>[m,t[e][m]]));return Object.keys(o).length?G("note",{[e]:o},n,a):[]}function ht({applied_at:t,removed_at:e}={}){let r=(Date.parse(e)-Date.parse(t))/6e4;return r>0?[s("{time} on the skin",{time:C(r)})]:[]}var $t=(t,e)=>ft.filter(([r])=>t.fields[r]?.used!==!1).flatMap(([r,n,a])=>ut(t,r,n,e).map(({section:o,lines:m})=>{let $=m.map(({label:d,value:u})=>a?`${d} ${u}`:u);return{section:o,words:[...$,...r==="numbing"?ht(t.fields.numbing):[]].join(" \xB7 ")}}));function gt({fields:t},{forms:e}){let r=t.aftercare??{},n=j(mt(e,"aftercare"),"items"),a=(r.items??[]).map(o=>D(n,o)??o);return!a.length&&!r.phone?c:i`<section><h2>${s("After the treatment")}</h2>
    <ul class="summary-care">${a.map(o=>i`<li>${o}</li>`)}${r.phone?i`<li><strong>${s("Call {phone} if something worries you",{phone:r.phone})}</strong></li>`:c}</ul></section>`}var mt=({record_types:{note:t}},e)=>R(t.sections,e);function yt(t){let e=Object.values(v(t)).flatMap(r=>r.depth_mm??[]);return e.length?`${y({depth_mm:e})} mm`:"\u2013"}var ct=t=>t.pending>0||Object.keys(t.local??{}).length>0,vt=t=>i`<tr>
  <td>${f(g(t))}</td><td>${z(t)}</td><td>${yt(t.fields)}</td>
  <td>${t.fields.prp?.used&&t.fields.prp.volume_ml?s("{n} mL",{n:t.fields.prp.volume_ml}):"\u2013"}</td>
  <td>${E(t.state)}${ct(t)?i` <strong>${s("(tablet only)")}</strong>`:c}</td></tr>`;function bt(t,e){let r=mt(e.forms,"zone"),n=r?J(r):{},a=v(t.fields);return i`
    <section class="summary-last">
      <h2>${s("Last treatment, {date}",{date:f(g(t))})}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${$t(t,e).map(({section:o,words:m})=>i`<div><dt>${o}</dt><dd>${m}</dd></div>`)}
          <div><dt>${s("Zones")}</dt><dd>${Object.entries(a).map(([o,m])=>`${n[o]??o} ${y(m)} mm`).join(" \xB7 ")||s("none")}</dd></div></dl>
        ${Object.keys(a).length?Q({zones:a,labels:n}):c}
      </div>
    </section>
    ${gt(t,e)}`}var at=t=>t.map(({name:e,more:r})=>r?`${e} (${r})`:e).join("; "),b=(t,e)=>e?i`<p><strong>${t}:</strong> ${e}</p>`:c;function Lt({onset_at:t,ctcae_grade:e,action:r,...n},a){let o=[t&&s("since {date}",{date:f(t)}),e&&s("grade {n}",{n:e})].filter(Boolean);return i`<p><strong>${X(n,a)}</strong>${o.map(m=>`, ${m}`)}${r?`: ${r}`:c}</p>`}function St(t){let e=t.filter(U).length;if(!e)return c;let r=e===1?s("One visit is not signed yet and is left out of this summary."):s("{n} visits are not signed yet and are left out of this summary.",{n:e});return i`<p class="summary-warning">${r}</p>`}function lt(t,e,r){let n=e.filter(V),{forms:a,parts:o,clinic:m,user:$}=r,{fields:d}=t,{mrn:u,birth_date:L}=A(t),p=Y(t,e,a).find(({state:l})=>l!=="closed"),S=n.find(l=>M(l).performed==="treated"),T=W(d).filter(({open:l})=>l),_=ot(n,a),O=n.length-it;return i`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${h(t)}</h1>
        <p>${s("Born {date}, {n} years \xB7 record {mrn}",{date:f(L),n:x(L)??"\u2013",mrn:u})}</p></div>
        <p class="summary-from"><strong>${m.name}</strong><br />${s("Summary of treatment")}<br />${w(new Date().toISOString())}</p></header>
      ${[t,...n].some(ct)?i`<p class="summary-warning"><strong>${s("Printed from the tablet, not yet confirmed by the server.")}</strong> ${s("Lines marked \u201Ctablet only\u201D have not reached it.")}</p>`:c}
      ${St(e)}
      <section class="summary-safety">${b(s("Allergies"),at(tt(d,o))||rt(d))}${b(s("History"),at(et(d,o)))}</section>
      ${p?b(s("Course"),`${p.m?s("visit {n} of {m}",p):s("visit {n}",p)}, ${Z(p)}`):c}
      ${T.length?i`<section class="summary-safety"><h2>${s("Open adverse events")}</h2>${T.map(({event:l})=>Lt(l,o))}</section>`:c}
      ${S?bt(S,r):c}
      ${_.length?i`<section><h2>${s("Scars over the visits")}</h2>${st(_)}</section>`:c}
      <section><h2>${s("Visits")}</h2>
        <table><thead><tr>${[s("Date"),s("Visit"),s("Depth"),"PRP",s("State")].map(l=>i`<th scope="col">${l}</th>`)}</tr></thead>
          <tbody>${n.slice(0,it).map(vt)}</tbody></table>
        ${O>0?i`<p class="hint">${s("Earlier visits: {n}, in the full summary.",{n:O})}</p>`:c}</section>
      <footer class="hint">${s("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.",{name:$.name})}</footer>
    </article>`}var Tt=()=>s("Summary"),_t=(t,{id:e},r)=>K(t,{patient:H("patient",e),notes:N("note",{patientId:e})},({patient:n,notes:a})=>{if(!n||!r.forms)return nt();let o=[...a].sort(I),m={forms:r.forms,people:q(r,a),clinic:r.clinic,user:r.user,parts:k("patient")};return i`
      <div class="page">
        ${F(`#/patients/${e}`,h(n))}
        <div class="paper">${lt(n,o,m)}</div>
        ${P(B())}
      </div>`});export{dt as patientPrint};
