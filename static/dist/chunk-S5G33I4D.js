import{a as ft,b as ut}from"./chunk-QWCC4D2G.js";import{Af as lt,Ba as P,Be as b,Bf as pt,Cf as dt,De as st,Ee as nt,Fe as it,G as D,Kd as X,Ld as tt,Md as et,Pe as at,Qc as Y,Rc as v,S as d,U as F,V as j,Zc as Z,_c as q,a as Lt,ca as k,cd as G,e as a,ed as J,g as c,hd as Q,i as o,id as W,mc as U,me as rt,nb as A,nc as z,oc as M,oe as ot,pc as y,qc as E,r as C,s as R,sb as I,sc as H,uc as N,w as x,wc as B,wf as mt,xc as K,xf as ct,yb as V,zb as g}from"./chunk-LFHON5CT.js";var vt={};Lt(vt,{title:()=>kt,view:()=>At});var ht=8,Tt=[["visit",["indication","modality","operator"],!1],["numbing",["product","amount_g","area_cm2"],!1],["device",["product","cartridge_lot"],!0],["prp",["volume_ml","route","anticoagulant"],!1],["needling",["pain_nrs"],!0],["obs:T0",["erythema"],!0],["obs:T30",["erythema","pain_now"],!0],["outcome",["gais_clinician","gais_patient","satisfaction"],!0]];function St({fields:t},e,r,{forms:s,people:n}){let i=Object.fromEntries(r.filter(m=>t[e]?.[m]!==void 0).map(m=>[m,t[e][m]]));return Object.keys(i).length?rt("note",{[e]:i},s,n):[]}function Ot({applied_at:t,removed_at:e}={}){let r=(Date.parse(e)-Date.parse(t))/6e4;return r>0?[o("{time} on the skin",{time:j(r)})]:[]}var _t=(t,e)=>Tt.filter(([r])=>t.fields[r]?.used!==!1).flatMap(([r,s,n])=>St(t,r,s,e).map(({section:i,lines:m})=>{let f=m.map(({label:u,value:l})=>n?`${u} ${l}`:l);return{section:i,words:[...f,...r==="numbing"?Ot(t.fields.numbing):[]].join(" \xB7 ")}}));function wt({fields:t},{forms:e}){let r=t.aftercare??{},s=R(gt(e,"aftercare"),"items"),n=(r.items??[]).map(i=>x(s,i)??i);return!n.length&&!r.phone?c:a`<section><h2>${o("After the treatment")}</h2>
    <ul class="summary-care">${n.map(i=>a`<li>${i}</li>`)}${r.phone?a`<li><strong>${o("Call {phone} if something worries you",{phone:r.phone})}</strong></li>`:c}</ul></section>`}var gt=({record_types:{note:t}},e)=>C(t.sections,e);function Ct(t){let e=at(t);return e.length?`${b({depth_mm:e})} mm`:"\u2013"}var T=t=>t.pending>0||Object.keys(t.local??{}).length>0,Rt=t=>a`<tr>
  <td>${d(y(t))}</td><td>${H(t)}</td><td>${Ct(t.fields)}</td>
  <td>${t.fields.prp?.used&&t.fields.prp.volume_ml?o("{n} mL",{n:t.fields.prp.volume_ml}):"\u2013"}</td>
  <td>${N(t.state)}${T(t)?a` <strong>${o("(tablet only)")}</strong>`:c}</td></tr>`;function xt(t,e){let r=gt(e.forms,"zone"),s=r?nt(r):{},n=st(t.fields);return a`
    <section class="summary-last">
      <h2>${o("Last treatment, {date}",{date:d(y(t))})}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${_t(t,e).map(({section:i,words:m})=>a`<div><dt>${i}</dt><dd>${m}</dd></div>`)}
          <div><dt>${o("Zones")}</dt><dd>${Object.entries(n).map(([i,m])=>`${s[i]??i} ${b(m)} mm`).join(" \xB7 ")||o("none")}</dd></div></dl>
        ${Object.keys(n).length?it({zones:n,labels:s}):c}
      </div>
    </section>
    ${wt(t,e)}`}function Dt(t,{forms:e}){let r=t.filter(({fields:s})=>D(s)).sort(K).reverse();return r.length?a`<section><h2>${o("After your visit")}</h2>
    ${r.map(s=>a`<p><strong>${d(s.fields.about.at)}</strong>: ${ot(s,e)}${T(s)?a` <strong>${o("(tablet only)")}</strong>`:c}</p>`)}</section>`:c}var $t=t=>t.map(({name:e,more:r})=>r?`${e} (${r})`:e).join("; "),L=(t,e)=>e?a`<p><strong>${t}:</strong> ${e}</p>`:c;function Ft({onset_at:t,ctcae_grade:e,action:r,...s},n){let i=[t&&o("since {date}",{date:d(t)}),e&&o("grade {n}",{n:e})].filter(Boolean);return a`<p><strong>${ct(s,n)}</strong>${i.map(m=>`, ${m}`)}${r?`: ${r}`:c}</p>`}function jt(t){let e=t.filter(z).length;if(!e)return c;let r=e===1?o("One visit is not signed yet and is left out of this summary."):o("{n} visits are not signed yet and are left out of this summary.",{n:e});return a`<p class="summary-warning">${r}</p>`}function yt(t,e,r,s){let n=e.filter(M),{forms:i,parts:m,clinic:f,user:u}=s,{fields:l}=t,{mrn:bt,birth_date:S}=V(t),h=G(t,e,i).find(({state:p})=>p!=="closed"),$=n.find(p=>U(p).performed==="treated"),O=mt(l).filter(({open:p})=>p),_=ut(n,i),w=n.length-ht;return a`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${g(t)}</h1>
        <p>${o("Born {date}, {n} years \xB7 record {mrn}",{date:d(S),n:k(S)??"\u2013",mrn:bt})}</p></div>
        <p class="summary-from"><strong>${f.name}</strong><br />${o("Summary of treatment")}<br />${F(new Date().toISOString())}</p></header>
      ${[t,...n].some(T)?a`<p class="summary-warning"><strong>${o("Printed from the tablet, not yet confirmed by the server.")}</strong> ${o("Lines marked \u201Ctablet only\u201D have not reached it.")}</p>`:c}
      ${jt(e)}
      <section class="summary-safety">${L(o("Allergies"),$t(lt(l,m))||dt(l))}${L(o("History"),$t(pt(l,m)))}</section>
      ${h?L(o("Course"),`${h.m?o("visit {n} of {m}",h):o("visit {n}",h)}, ${J(h)}`):c}
      ${O.length?a`<section class="summary-safety"><h2>${o("Open adverse events")}</h2>${O.map(({event:p})=>Ft(p,m))}</section>`:c}
      ${$?xt($,s):c}
      ${$?Dt(B($,r),s):c}
      ${_.length?a`<section><h2>${o("Scars over the visits")}</h2>${ft(_)}</section>`:c}
      <section><h2>${o("Visits")}</h2>
        <table><thead><tr>${[o("Date"),o("Visit"),o("Depth"),"PRP",o("State")].map(p=>a`<th scope="col">${p}</th>`)}</tr></thead>
          <tbody>${n.slice(0,ht).map(Rt)}</tbody></table>
        ${w>0?a`<p class="hint">${o("Earlier visits: {n}, in the full summary.",{n:w})}</p>`:c}</section>
      <footer class="hint">${o("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.",{name:u.name})}</footer>
    </article>`}var kt=()=>o("Summary"),Pt=t=>({patient:Y("patient",t),notes:v("note",{patientId:t}),calls:v("follow_up",{patientId:t})}),At=(t,{id:e},r)=>{let s;return q(t,Pt(e),({patient:n,notes:i,calls:m},f)=>{if(!r.forms)return W();if(!n)return s??=tt(()=>X(e),et,f),s();let u=[...i].sort(E),l={forms:r.forms,people:Q(r,i),clinic:r.clinic,user:r.user,parts:P("patient")};return a`
      <div class="page">
        ${I(`#/patients/${e}`,g(n))}
        <div class="paper">${yt(n,u,m,l)}</div>
        ${A(Z())}
      </div>`})};export{vt as patientPrint};
