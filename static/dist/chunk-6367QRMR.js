import{A as rt,i as z,l as A,n as W,o as K,r as Y,s as Z,t as q,x as tt,y as et}from"./chunk-NUFQ6SCG.js";import{a as V,c as g,d as x,f as I,g as M,m as v,o as y,p as U,q as X}from"./chunk-C7WNESZA.js";import{Cc as G,L as k,Mc as J,Q as T,Sa as F,Ta as N,Y as P,Z as h,Za as B,_a as C,a as lt,bb as E,cb as H,cd as Q,eb as R,g as s,j as u,l as D,m as S,s as j,t as a,v as m}from"./chunk-KCUMGNYA.js";var mt={};lt(mt,{title:()=>yt,view:()=>bt});var st=8,ct=[["visit",["indication","modality","operator"],!1],["numbing",["product","amount_g","area_cm2"],!1],["device",["product","cartridge_lot"],!0],["prp",["volume_ml","route","anticoagulant"],!1],["needling",["pain_nrs"],!0],["obs:T0",["erythema"],!0],["obs:T30",["erythema","pain_now"],!0],["outcome",["gais_clinician","gais_patient","satisfaction"],!0]];function dt(t,e,r,{forms:n,people:i}){let o=Object.fromEntries(r.filter(l=>t.fields[e]?.[l]!==void 0).map(l=>[l,t.fields[e][l]]));return Object.keys(o).length?Q("note",{[e]:o},n,i):[]}function ft({applied_at:t,removed_at:e}={}){let r=(Date.parse(e)-Date.parse(t))/6e4;return r>0?[s("{time} on the skin",{time:S(r)})]:[]}var pt=(t,e)=>ct.filter(([r])=>t.fields[r]?.used!==!1).flatMap(([r,n,i])=>dt(t,r,n,e).map(({section:o,lines:l})=>{let d=l.map(({label:$,value:f})=>i?`${$} ${f}`:f);return{section:o,words:[...d,...r==="numbing"?ft(t.fields.numbing):[]].join(" \xB7 ")}}));function ut(t,{forms:e}){let r=t.fields.aftercare??{},n=H(ot(e,"aftercare"),"items"),i=(r.items??[]).map(o=>R(n,o)??o);return!i.length&&!r.phone?m:a`<section><h2>${s("After the treatment")}</h2>
    <ul class="summary-care">${i.map(o=>a`<li>${o}</li>`)}${r.phone?a`<li><strong>${s("Call {phone} if something worries you",{phone:r.phone})}</strong></li>`:m}</ul></section>`}var ot=({record_types:{note:t}},e)=>E(t.sections,e);function ht(t){let e=Object.values(y(t.fields)).flatMap(r=>r.depth_mm??[]);return e.length?`${v({depth_mm:e})} mm`:"\u2013"}var nt=t=>t.pending>0||Object.keys(t.local??{}).length>0,$t=t=>a`<tr>
  <td>${u(g(t))}</td><td>${I(t)}</td><td>${ht(t)}</td>
  <td>${t.fields.prp?.used&&t.fields.prp.volume_ml?s("{n} mL",{n:t.fields.prp.volume_ml}):"\u2013"}</td>
  <td>${M(t.state)}${nt(t)?a` <strong>${s("(tablet only)")}</strong>`:m}</td></tr>`;function gt(t,e){let r=U(ot(e.forms,"zone")),n=y(t.fields);return a`
    <section class="summary-last">
      <h2>${s("Last treatment, {date}",{date:u(g(t))})}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${pt(t,e).map(({section:i,words:o})=>a`<div><dt>${i}</dt><dd>${o}</dd></div>`)}
          <div><dt>${s("Zones")}</dt><dd>${Object.entries(n).map(([i,o])=>`${r[i]??i} ${v(o)} mm`).join(" \xB7 ")||s("none")}</dd></div></dl>
        ${Object.keys(n).length?X({zones:n,labels:r}):m}
      </div>
    </section>
    ${ut(t,e)}`}var it=t=>t.map(({name:e,more:r})=>r?`${e} (${r})`:e).join("; "),b=(t,e)=>e?a`<p><strong>${t}:</strong> ${e}</p>`:m;function vt({onset_at:t,ctcae_grade:e,action:r,...n},i){let o=[t&&s("since {date}",{date:u(t)}),e&&s("grade {n}",{n:e})].filter(Boolean);return a`<p><strong>${K(n,i)}</strong>${o.map(l=>`, ${l}`)}${r?`: ${r}`:m}</p>`}function at(t,e,r){let{forms:n,parts:i,clinic:o,user:l}=r,{fields:d}=t,{mrn:$,birth_date:f}=P(t),p=z(t,e,n).find(({state:c})=>c!=="closed"),_=e.find(c=>V(c).performed==="treated"),O=W(d).filter(({open:c})=>c),w=et(e,n),L=e.length-st;return a`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${h(t)}</h1>
        <p>${s("Born {date}, {n} years \xB7 record {mrn}",{date:u(f),n:j(f)??"\u2013",mrn:$})}</p></div>
        <p class="summary-from"><strong>${o.name}</strong><br />${s("Summary of treatment")}<br />${D(new Date().toISOString())}</p></header>
      ${[t,...e].some(nt)?a`<p class="summary-warning"><strong>${s("Printed from the tablet, not yet confirmed by the server.")}</strong> ${s("Lines marked \u201Ctablet only\u201D have not reached it.")}</p>`:m}
      <section class="summary-safety">${b(s("Allergies"),it(Y(d,i))||q(d))}${b(s("History"),it(Z(d,i)))}</section>
      ${p?b(s("Course"),`${p.m?s("visit {n} of {m}",p):s("visit {n}",p)}, ${A(p)}`):m}
      ${O.length?a`<section class="summary-safety"><h2>${s("Open adverse events")}</h2>${O.map(({event:c})=>vt(c,i))}</section>`:m}
      ${_?gt(_,r):m}
      ${w.length?a`<section><h2>${s("Scars over the visits")}</h2>${tt(w)}</section>`:m}
      <section><h2>${s("Visits")}</h2>
        <table><thead><tr>${[s("Date"),s("Visit"),s("Depth"),"PRP",s("State")].map(c=>a`<th scope="col">${c}</th>`)}</tr></thead>
          <tbody>${e.slice(0,st).map($t)}</tbody></table>
        ${L>0?a`<p class="hint">${s("Earlier visits: {n}, in the full summary.",{n:L})}</p>`:m}</section>
      <footer class="hint">${s("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.",{name:l.name})}</footer>
    </article>`}var yt=()=>s("Summary"),bt=(t,{id:e},r)=>C(t,{patient:F("patient",e),notes:N("note",{patientId:e})},({patient:n,notes:i})=>{if(!n||!r.forms)return rt();let o=i.filter(d=>d.state!=="void").sort(x),l={forms:r.forms,people:J(r,i),clinic:r.clinic,user:r.user,parts:G("patient")};return a`
      <div class="page">
        ${T(`#/patients/${e}`,h(n))}
        <div class="paper">${at(n,o,l)}</div>
        ${k(B())}
      </div>`});export{mt as patientPrint};
