import{$a as A,$b as N,$d as b,Dc as Z,E as D,Ec as q,Hc as G,Lc as J,Me as st,Nc as Q,Ne as nt,Oe as it,Pe as at,Q as d,Qd as W,Qe as mt,S as j,Sd as X,T as P,Tb as U,Ub as z,Ue as ct,Vb as M,Ve as lt,Wb as y,We as pt,Xb as E,Y as k,Zb as H,a as yt,bc as B,be as tt,cc as K,ce as et,d as n,de as rt,e as c,eb as V,g as o,kb as I,lb as h,le as ot,p as C,q as R,ta as F,u as x,vc as Y,wc as v}from"./chunk-TGVTE7KV.js";var ht={};yt(ht,{title:()=>Dt,view:()=>Pt});var dt=8,vt=[["visit",["indication","modality","operator"],!1],["numbing",["product","amount_g","area_cm2"],!1],["device",["product","cartridge_lot"],!0],["prp",["volume_ml","route","anticoagulant"],!1],["needling",["pain_nrs"],!0],["obs:T0",["erythema"],!0],["obs:T30",["erythema","pain_now"],!0],["outcome",["gais_clinician","gais_patient","satisfaction"],!0]];function bt({fields:t},e,r,{forms:s,people:i}){let a=Object.fromEntries(r.filter(m=>t[e]?.[m]!==void 0).map(m=>[m,t[e][m]]));return Object.keys(a).length?W("note",{[e]:a},s,i):[]}function Lt({applied_at:t,removed_at:e}={}){let r=(Date.parse(e)-Date.parse(t))/6e4;return r>0?[o("{time} on the skin",{time:P(r)})]:[]}var St=(t,e)=>vt.filter(([r])=>t.fields[r]?.used!==!1).flatMap(([r,s,i])=>bt(t,r,s,e).map(({section:a,lines:m})=>{let f=m.map(({label:g,value:p})=>i?`${g} ${p}`:p);return{section:a,words:[...f,...r==="numbing"?Lt(t.fields.numbing):[]].join(" \xB7 ")}}));function Tt({fields:t},{forms:e}){let r=t.aftercare??{},s=R(ut(e,"aftercare"),"items"),i=(r.items??[]).map(a=>x(s,a)??a);return!i.length&&!r.phone?c:n`<section><h2>${o("After the treatment")}</h2>
    <ul class="summary-care">${i.map(a=>n`<li>${a}</li>`)}${r.phone?n`<li><strong>${o("Call {phone} if something worries you",{phone:r.phone})}</strong></li>`:c}</ul></section>`}var ut=({record_types:{note:t}},e)=>C(t.sections,e);function Ot(t){let e=ot(t);return e.length?`${b({depth_mm:e})} mm`:"\u2013"}var S=t=>t.pending>0||Object.keys(t.local??{}).length>0,_t=t=>n`<tr>
  <td>${d(y(t))}</td><td>${H(t)}</td><td>${Ot(t.fields)}</td>
  <td>${t.fields.prp?.used&&t.fields.prp.volume_ml?o("{n} mL",{n:t.fields.prp.volume_ml}):"\u2013"}</td>
  <td>${N(t.state)}${S(t)?n` <strong>${o("(tablet only)")}</strong>`:c}</td></tr>`;function wt(t,e){let r=ut(e.forms,"zone"),s=r?et(r):{},i=tt(t.fields);return n`
    <section class="summary-last">
      <h2>${o("Last treatment, {date}",{date:d(y(t))})}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${St(t,e).map(({section:a,words:m})=>n`<div><dt>${a}</dt><dd>${m}</dd></div>`)}
          <div><dt>${o("Zones")}</dt><dd>${Object.entries(i).map(([a,m])=>`${s[a]??a} ${b(m)} mm`).join(" \xB7 ")||o("none")}</dd></div></dl>
        ${Object.keys(i).length?rt({zones:i,labels:s}):c}
      </div>
    </section>
    ${Tt(t,e)}`}function Ct(t,{forms:e}){let r=t.filter(({fields:s})=>D(s)).sort(K).reverse();return r.length?n`<section><h2>${o("After your visit")}</h2>
    ${r.map(s=>n`<p><strong>${d(s.fields.about.at)}</strong>: ${X(s,e)}${S(s)?n` <strong>${o("(tablet only)")}</strong>`:c}</p>`)}</section>`:c}var ft=t=>t.map(({name:e,more:r})=>r?`${e} (${r})`:e).join("; "),L=(t,e)=>e?n`<p><strong>${t}:</strong> ${e}</p>`:c;function Rt({onset_at:t,ctcae_grade:e,action:r,...s},i){let a=[t&&o("since {date}",{date:d(t)}),e&&o("grade {n}",{n:e})].filter(Boolean);return n`<p><strong>${nt(s,i)}</strong>${a.map(m=>`, ${m}`)}${r?`: ${r}`:c}</p>`}function xt(t){let e=t.filter(z).length;if(!e)return c;let r=e===1?o("One visit is not signed yet and is left out of this summary."):o("{n} visits are not signed yet and are left out of this summary.",{n:e});return n`<p class="summary-warning">${r}</p>`}function $t(t,e,r,s){let i=e.filter(M),{forms:a,parts:m,clinic:f,user:g}=s,{fields:p}=t,{mrn:gt,birth_date:T}=I(t),u=G(t,e,a).find(({state:l})=>l!=="closed"),$=i.find(l=>U(l).performed==="treated"),O=st(p).filter(({open:l})=>l),_=lt(i,a),w=i.length-dt;return n`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${h(t)}</h1>
        <p>${o("Born {date}, {n} years \xB7 record {mrn}",{date:d(T),n:k(T)??"\u2013",mrn:gt})}</p></div>
        <p class="summary-from"><strong>${f.name}</strong><br />${o("Summary of treatment")}<br />${j(new Date().toISOString())}</p></header>
      ${[t,...i].some(S)?n`<p class="summary-warning"><strong>${o("Printed from the tablet, not yet confirmed by the server.")}</strong> ${o("Lines marked \u201Ctablet only\u201D have not reached it.")}</p>`:c}
      ${xt(e)}
      <section class="summary-safety">${L(o("Allergies"),ft(it(p,m))||mt(p))}${L(o("History"),ft(at(p,m)))}</section>
      ${u?L(o("Course"),`${u.m?o("visit {n} of {m}",u):o("visit {n}",u)}, ${J(u)}`):c}
      ${O.length?n`<section class="summary-safety"><h2>${o("Open adverse events")}</h2>${O.map(({event:l})=>Rt(l,m))}</section>`:c}
      ${$?wt($,s):c}
      ${$?Ct(B($,r),s):c}
      ${_.length?n`<section><h2>${o("Scars over the visits")}</h2>${ct(_)}</section>`:c}
      <section><h2>${o("Visits")}</h2>
        <table><thead><tr>${[o("Date"),o("Visit"),o("Depth"),"PRP",o("State")].map(l=>n`<th scope="col">${l}</th>`)}</tr></thead>
          <tbody>${i.slice(0,dt).map(_t)}</tbody></table>
        ${w>0?n`<p class="hint">${o("Earlier visits: {n}, in the full summary.",{n:w})}</p>`:c}</section>
      <footer class="hint">${o("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.",{name:g.name})}</footer>
    </article>`}var Dt=()=>o("Summary"),jt=t=>({patient:Y("patient",t),notes:v("note",{patientId:t}),calls:v("follow_up",{patientId:t})}),Pt=(t,{id:e},r)=>q(t,jt(e),({patient:s,notes:i,calls:a})=>{if(!s||!r.forms)return pt();let m=[...i].sort(E),f={forms:r.forms,people:Q(r,i),clinic:r.clinic,user:r.user,parts:F("patient")};return n`
      <div class="page">
        ${V(`#/patients/${e}`,h(s))}
        <div class="paper">${$t(s,m,a,f)}</div>
        ${A(Z())}
      </div>`});export{ht as patientPrint};
