import{a as rt,b as it}from"./chunk-S2O3JQ7C.js";import{b as U,c as X,f as tt,g as et,h as st}from"./chunk-3XAYOEW6.js";import{a as ot}from"./chunk-JWH4BAEI.js";import{j as Y,m as Z}from"./chunk-2KAEROG2.js";import{c as v,e as y,f as J,g as Q}from"./chunk-NILAF3TZ.js";import{g as G}from"./chunk-RR66LIKT.js";import{c as q}from"./chunk-HTOOQJUI.js";import{a as A,b as F,c as N,d as g,e as B,g as C,h as E}from"./chunk-2MWTWAZL.js";import{$a as P,Da as T,Yb as H,Zb as R,a as ft,dc as W,eb as V,ec as K,j as a,kb as p,l as m,mb as x,n as r,nb as I,ra as D,sa as j,tb as M,ua as k,ub as z,vb as h}from"./chunk-BXND5LPI.js";var dt={};ft(dt,{title:()=>wt,view:()=>Lt});var nt=8,pt=[["visit",["indication","modality","operator"],!1],["numbing",["product","amount_g","area_cm2"],!1],["device",["product","cartridge_lot"],!0],["prp",["volume_ml","route","anticoagulant"],!1],["needling",["pain_nrs"],!0],["obs:T0",["erythema"],!0],["obs:T30",["erythema","pain_now"],!0],["outcome",["gais_clinician","gais_patient","satisfaction"],!0]];function ut(t,e,s,{forms:i,people:n}){let o=Object.fromEntries(s.filter(l=>t.fields[e]?.[l]!==void 0).map(l=>[l,t.fields[e][l]]));return Object.keys(o).length?G("note",{[e]:o},i,n):[]}function ht({applied_at:t,removed_at:e}={}){let s=(Date.parse(e)-Date.parse(t))/6e4;return s>0?[r("{time} on the skin",{time:I(s)})]:[]}var $t=(t,e)=>pt.filter(([s])=>t.fields[s]?.used!==!1).flatMap(([s,i,n])=>ut(t,s,i,e).map(({section:o,lines:l})=>{let $=l.map(({label:d,value:u})=>n?`${d} ${u}`:u);return{section:o,words:[...$,...s==="numbing"?ht(t.fields.numbing):[]].join(" \xB7 ")}}));function gt(t,{forms:e}){let s=t.fields.aftercare??{},i=j(mt(e,"aftercare"),"items"),n=(s.items??[]).map(o=>k(i,o)??o);return!n.length&&!s.phone?m:a`<section><h2>${r("After the treatment")}</h2>
    <ul class="summary-care">${n.map(o=>a`<li>${o}</li>`)}${s.phone?a`<li><strong>${r("Call {phone} if something worries you",{phone:s.phone})}</strong></li>`:m}</ul></section>`}var mt=({record_types:{note:t}},e)=>D(t.sections,e);function vt(t){let e=Object.values(y(t.fields)).flatMap(s=>s.depth_mm??[]);return e.length?`${v({depth_mm:e})} mm`:"\u2013"}var lt=t=>t.pending>0||Object.keys(t.local??{}).length>0,yt=t=>a`<tr>
  <td>${p(g(t))}</td><td>${C(t)}</td><td>${vt(t)}</td>
  <td>${t.fields.prp?.used&&t.fields.prp.volume_ml?r("{n} mL",{n:t.fields.prp.volume_ml}):"\u2013"}</td>
  <td>${E(t.state)}${lt(t)?a` <strong>${r("(tablet only)")}</strong>`:m}</td></tr>`;function bt(t,e){let s=J(mt(e.forms,"zone")),i=y(t.fields);return a`
    <section class="summary-last">
      <h2>${r("Last treatment, {date}",{date:p(g(t))})}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${$t(t,e).map(({section:n,words:o})=>a`<div><dt>${n}</dt><dd>${o}</dd></div>`)}
          <div><dt>${r("Zones")}</dt><dd>${Object.entries(i).map(([n,o])=>`${s[n]??n} ${v(o)} mm`).join(" \xB7 ")||r("none")}</dd></div></dl>
        ${Object.keys(i).length?Q({zones:i,labels:s}):m}
      </div>
    </section>
    ${gt(t,e)}`}var at=t=>t.map(({name:e,more:s})=>s?`${e} (${s})`:e).join("; "),b=(t,e)=>e?a`<p><strong>${t}:</strong> ${e}</p>`:m;function _t({onset_at:t,ctcae_grade:e,action:s,...i},n){let o=[t&&r("since {date}",{date:p(t)}),e&&r("grade {n}",{n:e})].filter(Boolean);return a`<p><strong>${X(i,n)}</strong>${o.map(l=>`, ${l}`)}${s?`: ${s}`:m}</p>`}function Ot(t){let e=t.filter(F).length;if(!e)return m;let s=e===1?r("One visit is not signed yet and is left out of this summary."):r("{n} visits are not signed yet and are left out of this summary.",{n:e});return a`<p class="summary-warning">${s}</p>`}function ct(t,e,s){let i=e.filter(N),{forms:n,parts:o,clinic:l,user:$}=s,{fields:d}=t,{mrn:u,birth_date:_}=z(t),f=Y(t,e,n).find(({state:c})=>c!=="closed"),O=i.find(c=>A(c).performed==="treated"),w=U(d).filter(({open:c})=>c),L=it(i,n),S=i.length-nt;return a`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${h(t)}</h1>
        <p>${r("Born {date}, {n} years \xB7 record {mrn}",{date:p(_),n:M(_)??"\u2013",mrn:u})}</p></div>
        <p class="summary-from"><strong>${l.name}</strong><br />${r("Summary of treatment")}<br />${x(new Date().toISOString())}</p></header>
      ${[t,...i].some(lt)?a`<p class="summary-warning"><strong>${r("Printed from the tablet, not yet confirmed by the server.")}</strong> ${r("Lines marked \u201Ctablet only\u201D have not reached it.")}</p>`:m}
      ${Ot(e)}
      <section class="summary-safety">${b(r("Allergies"),at(tt(d,o))||st(d))}${b(r("History"),at(et(d,o)))}</section>
      ${f?b(r("Course"),`${f.m?r("visit {n} of {m}",f):r("visit {n}",f)}, ${Z(f)}`):m}
      ${w.length?a`<section class="summary-safety"><h2>${r("Open adverse events")}</h2>${w.map(({event:c})=>_t(c,o))}</section>`:m}
      ${O?bt(O,s):m}
      ${L.length?a`<section><h2>${r("Scars over the visits")}</h2>${rt(L)}</section>`:m}
      <section><h2>${r("Visits")}</h2>
        <table><thead><tr>${[r("Date"),r("Visit"),r("Depth"),"PRP",r("State")].map(c=>a`<th scope="col">${c}</th>`)}</tr></thead>
          <tbody>${i.slice(0,nt).map(yt)}</tbody></table>
        ${S>0?a`<p class="hint">${r("Earlier visits: {n}, in the full summary.",{n:S})}</p>`:m}</section>
      <footer class="hint">${r("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.",{name:$.name})}</footer>
    </article>`}var wt=()=>r("Summary"),Lt=(t,{id:e},s)=>K(t,{patient:H("patient",e),notes:R("note",{patientId:e})},({patient:i,notes:n})=>{if(!i||!s.forms)return ot();let o=[...n].sort(B),l={forms:s.forms,people:q(s,n),clinic:s.clinic,user:s.user,parts:T("patient")};return a`
      <div class="page">
        ${V(`#/patients/${e}`,h(i))}
        <div class="paper">${ct(i,o,l)}</div>
        ${P(W())}
      </div>`});export{dt as patientPrint};
