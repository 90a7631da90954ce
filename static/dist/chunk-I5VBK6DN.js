import{a as ge,b as q}from"./chunk-CDA2MBRW.js";import{a as ee,b as oe,c as ie,d as ae,e as me,f as le}from"./chunk-7D5Y6CWL.js";import{C as he,l as ce,n as pe,o as de,r as fe,x as ue,y as be}from"./chunk-LGGXFR65.js";import{c as ne}from"./chunk-SFEPVUEU.js";import{a as re,c as se}from"./chunk-7X7ZRVIP.js";import"./chunk-NSVBLZF7.js";import"./chunk-BDR4FNC6.js";import{a as te}from"./chunk-H65ZMVAY.js";import{e as Yt,f as Zt}from"./chunk-TDGBZGIH.js";import{Ae as B,Bd as V,Da as E,De as Jt,Ed as Ht,Fe as zt,Gb as Tt,Ge as Qt,Hc as _t,He as Xt,Jb as Ct,Jc as et,Kb as S,Kc as Ft,Lb as P,Lc as Dt,Mb as j,Mc as $,Na as gt,Nc as Nt,Oa as vt,Ob as I,Oc as ot,Pb as H,Pc as Rt,Qa as $t,Qb as v,Ra as yt,Rb as M,Sb as x,Tb as kt,Ub as At,Ud as Mt,Vb as L,Wa as Y,Yb as Pt,Yd as Ut,Zb as Z,a as z,ac as _,bb as wt,cb as A,db as O,e as c,ea as mt,ec as xt,f as Q,fa as lt,g as f,ha as g,i as m,ia as ct,ic as Lt,ja as pt,jb as St,jd as Et,l as k,ma as dt,ne as Vt,oe as Bt,pc as tt,ra as h,rd as Ot,sa as ft,sc as F,sd as nt,t as R,ta as ut,ud as jt,vd as U,ve as qt,wa as bt,we as Wt,xd as It,xe as D,ya as ht,yd as T,ye as Kt,za as X,ze as Gt}from"./chunk-6O6QOIDG.js";var Se={};z(Se,{title:()=>Ie,view:()=>He});var[W,K,C]=[320,96,10],Le=(t,e)=>t/(e||1);function _e({points:t,lowest:e,highest:o,bestFirst:n}){let r=t.map(({date:l})=>Date.parse(l)),[a,s]=[r[0],r[r.length-1]-r[0]];return t.map(({value:l},i)=>({x:s?C+(r[i]-a)/s*(W-2*C):W/2,y:K-C-Le(n?o-l:l-e,o-e)*(K-2*C)}))}var Fe=({date:t,words:e})=>m("{value} on {date}",{value:e,date:g(t)});function ve(t){let{label:e,points:o,lowest:n,highest:r,bestFirst:a}=t,s=_e(t),[l,i]=[o[0],o[o.length-1]];return c`<figure class="chart">
    <figcaption><span class="label">${e}</span><span class="figure">${F(l.value)} → ${F(i.value)}</span>
      <span class="hint">${a?m("Up is better"):m("Down is better")}</span></figcaption>
    <svg viewBox="0 0 ${W} ${K}" role="img" aria-label="${e}: ${o.map(Fe).join("; ")}">
      ${[n,r].map((p,d)=>Q`<path class="chart-edge" d="M0 ${d?C:K-C}H${W}"></path>`)}
      <path class="chart-line" d="M${s.map(({x:p,y:d})=>`${p.toFixed(1)} ${d.toFixed(1)}`).join("L")}"></path>
      ${s.map(({x:p,y:d})=>Q`<circle class="chart-point" cx=${p.toFixed(1)} cy=${d.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${g(l.date)}</span><span>${g(i.date)}</span></p>
  </figure>`}function $e(t){let e=[...new Set(t.flatMap(({points:n})=>n.map(({date:r})=>r)))].sort(),o=(n,r)=>n.points.findLast(a=>a.date===r)?.words??"\u2013";return c`<table class="chart-table"><thead><tr><th scope="col">${m("Date")}</th>${t.map(({label:n})=>c`<th scope="col">${n}</th>`)}</tr></thead>
    <tbody>${e.map(n=>c`<tr><th scope="row">${g(n)}</th>${t.map(r=>c`<td>${o(r,n)}</td>`)}</tr>`)}</tbody></table>`}var De=["gb_quant","ecca"],Ne=[["outcome","gais_clinician",1,5],["needling","pain_nrs",0,10],["obs:T0","erythema",0,4]];function ye(t,{label:e,value:o,words:n,lowest:r,highest:a,bestFirst:s}){let l=t.map(i=>({date:$(i),value:o(i.fields)})).filter(i=>typeof i.value=="number");return{label:e,points:l.map(i=>({...i,words:n(i.value)})),lowest:r,bestFirst:s,highest:a??Math.max(...l.map(i=>i.value))}}var Re=(t,{limits:e})=>Zt.filter(({fact:o})=>De.includes(o)).map(({fact:o,heading:n})=>ye(t,{label:n(),value:({assessment:r={}})=>Et(r,e)[o],words:F,lowest:0})),Ee=(t,{record_types:{note:e}})=>Ne.map(([o,n,r,a])=>{let s=$t(vt(e.sections,o),n),l=o==="obs:T0"?m("{field}, right after",{field:s.label}):s.label;return ye(t,{label:l,value:i=>i[o]?.[n],words:i=>Yt(s,i),lowest:r,highest:a,bestFirst:n.startsWith("gais_")})}),Oe=t=>[...t].sort((e,o)=>$(e).localeCompare($(o)));function we(t,e){if(!e)return f;let o=Oe(t),n=[...Re(o,e),...Ee(o,e)].filter(({points:r})=>r.length>1);return n.length?c`<section class="group"><h2 class="group-title">${m("Over the visits")}</h2>
    <div class="grid charts">${n.map(ve)}</div>
    <details class="more"><summary>${m("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${m("Over the visits")}>${$e(n)}</div></details></section>`:f}var je=[["pdf?audience=patient",()=>m("Patient's page (PDF)")],["pdf?audience=clinician",()=>m("Record (PDF)")],["csv",()=>"CSV"],["json",()=>"JSON"]],Ie=()=>m("Patient");function He(t,{id:e},o){let n={patient:Ot("patient",e),notes:nt("note",{patientId:e}),calls:nt("follow_up",{patientId:e}),conflicts:jt({patientId:e}),status:ut,twins:It(St,Qt),refused:ie("patient",e),attached:ae(e),parts:T(()=>wt("patient"))},r={problem:"",busy:!1},a={problem:""},s;return V(t,n,(l,i)=>{let{patient:p}=l;return p?Me({...l,patient:p,ui:a,attempt:D(a,i)},o,qe(p,r,i)):(s??=Kt(()=>qt(e),Gt,i),s())})}function Me({patient:t,notes:e,calls:o,conflicts:n,status:r,parts:a,twins:s,...l},i,p){let d=e.filter(w=>w.state!=="void").sort(Nt),u=t.state==="active",b=u&&tt("patient.patch",i.user,t,i.forms),y=pe(t,a,{report:b?()=>re(t):null}),st=d.find(w=>et(w).performed==="treated"&&w.version>0),it={record:t,about:_(t),app:i,attempt:l.attempt},at=ce(t.fields).some(w=>w.open);return c`
    <div class="page patient">
      ${fe(t,a)}
      ${x(l.ui.problem)}${oe(it)}
      ${Xt(t,s.found,s.patients,b)}
      ${n.length?At(`#/conflicts/${n[0].id}`,m("Written twice for this patient: {n}",{n:n.length})):f}
      ${le(l.refused,i.forms)}
      ${t.local?.created?f:me(l.attached,i.forms,r)}
      ${de(t,e,{parts:a,forms:i.forms,begin:b?()=>Ve(t,e,i):null})}
      ${at?y:f}
      ${Z(m("Visits"),d.length?c`<ul class="list">${d.map(Be)}</ul>`:Jt(m("No visit yet"),m("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),d.length)}
      ${st?ne({note:st,patient:t,calls:o,app:i},f):f}
      ${at?f:y}
      ${we(d.filter(Dt),i.forms)}
      ${We(t,r,p)}
      ${tt("audit.read",i.user,t,i.forms)&&!t.local?.created?c`<p>${I(m("Who saw and did what"),`#/audit?patient=${t.id}`)}</p>`:f}
      ${v((!u||!e.length)&&ee(it),u&&I(m("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Ht(i)&&Ue(t,d.find(Ft),i))}
    </div>`}var Ue=(t,e,o)=>e&&$(e)===h()?H(m("Go on with the note of today"),ot(e)):P(m("New note"),()=>B(t.id,o),!1,"plus");async function Ve(t,e,{forms:o}){let n=Bt(t,e,o).find(({unit:l,running:i})=>!l&&i),r=`course:${E()}`,a=`/patients/${t.id}/part/${r}`;if(!n)return k(a);let s=Vt(e).filter(({sessions_planned:l})=>l);return await Ut("patient",t.id,r,{started_on:s[0].session_date,sessions_planned:n.m,...n.weeks?{interval_weeks:n.weeks}:{}}),k(a)}function Be(t){let e=se(t.fields),{prp:o}=t.fields;return _t({href:ot(t),title:c`<b class="row-date">${g($(t))}</b> ${Rt(t)}`,detail:Ct(t.author_name,et(t).deferral_reason,e.length&&m("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),o?.used&&o.volume_ml&&m("PRP {n} mL",{n:o.volume_ml})),end:zt(t)})}function qe(t,e,o){let n=D(e,o,Wt(m("The server could not be reached. The file could not be created."))),r=a=>async()=>{let s=await te(t.id,a);Lt(s.name,s.blob)};return{keys:()=>je.map(([a,s])=>S(s(),()=>n(r(a)),e.busy)),problem:()=>x(e.problem)}}function We(t,e,o){let n=e.connection==="online"&&!t.local?.created;return Z(m("Summary to hand over"),c`
    <div class="cluster">
      ${I(m("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${n?o.keys():f}
    </div>
    ${o.problem()}
    ${n?f:c`<p class="hint">${m("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var ke={};z(ke,{title:()=>Ce,view:()=>Ye});var Te=()=>({status:"active",known_since:h()});function Ke(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:h()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var Ge=({fields:t},e={})=>({fields:t.filter(({name:o})=>o==="ruled_out_on"?e.status==="inactive"||e[o]:o!=="noted_for"||e[o]?.length)}),Je=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),G=(t,e,o,n)=>be(t.fields,e,r=>he(r,o[e]?.[r.name],{unit:e,needed:r.required==="sign"&&R(o[e]?.[r.name]),saved:n.savedAt?.(e,r.name)??null,disabled:n.disabled,about:n.about,oldest:n.oldest,onChange:a=>n.change(e,{[r.name]:a})}));function ze(t,e,o){let[n,...r]=t.fields;return c`<ul class="questions">${Y(t,e).map(a=>{let s=e[a]??{},l=s[n.name]==="yes"||r.some(({name:i})=>s[i]);return c`<li class="question" data-answer=${s[n.name]??f}>
      ${G({fields:[{...n,label:yt(t,a)??n.label}]},a,e,o)}
      ${l?c`<div class="form question-more">${G({fields:r.filter(({only_at:i})=>!i.length||i.includes(gt(a)))},a,e,o)}</div>`:f}
    </li>`})}</ul>`}function Qe(t,e,o){let n=[...o.begun].filter(p=>p.startsWith(`${t.unit}:`)),r={...Object.fromEntries(n.map(p=>[p,Te()])),...e},a={...o,change:(p,d)=>{let u=e[p]?d:{...Te(),...d},b=t.unit==="allergy"?{...u,...Ke(e[p]??{},d)}:u;return t.unit==="allergy"&&Je(e,{...e[p],...b})&&o.change("allergy_status",{none_known:"no"}),o.change(p,b)}},s=Y(t,e).filter(p=>!o.begun.has(p)),{remove:l}=o,i=()=>o.begin(`${t.unit}:${E()}`);return c`
    ${[...s,...n].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${G(Ge(t,r[p]),p,r,a)}</div>
      ${l?j(m("Remove this entry"),()=>l(p)):f}</fieldset>`)}
    ${o.disabled?f:S(m("Add to {section}",{section:t.label}),i,!1,"plus")}`}var Xe=(t,e,o)=>t.repeats==="key"?ze(t,e,o):t.repeats==="id"?Qe(t,e,o):c`<div class="form">${G(t,t.unit,e,o)}</div>`,N=(t,e,o)=>t.map(n=>c`
    <section class="form-section" id="section-${n.unit}">
      <h2>${n.label}</h2>
      ${n.help?c`<p class="hint">${n.help}</p>`:f}
      ${Xe(n,e,o)}
    </section>`);var Ce=()=>m("Edit patient");function Ye(t,{id:e}){let o=new Set;return ge(t,e,{patients:U("patient"),parts:T(O)},({patient:n,patients:r,parts:a,fields:s,saver:l,redraw:i})=>{let p={change:(d,u)=>l.set(d,u,lt(n,[d])),begun:o,begin:d=>{o.add(d),i()},savedAt:(d,u)=>l.state(d,u),oldest:A(),disabled:n.state!=="active",about:_(n)};return Pt(Ce(),c`
      ${kt(l)}
      ${q(r.all,s,e)}
      ${N(a,s,p)}
      ${v(H(m("Done"),`#/patients/${e}`))}`,L(`#/patients/${e}`,_(n)))})}var xe={};z(xe,{title:()=>rt,view:()=>to});var J="patient:new",Ze=["mrn","given","family","birth_date"],rt=()=>m("New patient");function to(t,{next:e},o){let n=e==="note",r={fields:{},begun:new Set,found:null,problem:"",busy:!1,isTaken:()=>!1,asked:!1},a=async()=>{let s=await ht(J);return s&&oo(s.value)&&(r.found=s),O()};return V(t,{patients:U("patient"),parts:T(a)},(s,l)=>so({...s,entry:r,toNote:n},eo(r,l,n,o)))}function eo(t,e,o,n){let r=D(t,e),a=s=>(Object.assign(t,{fields:s,problem:""}),e(),bt(J,s).catch(l=>(t.problem=l.message,e(),!1)));return{oldest:A(),change:(s,l)=>a(mt(t.fields,s,l)),begun:t.begun,begin:s=>{t.begun.add(s),e()},remove:s=>{t.begun.delete(s);let{[s]:l,...i}=t.fields;return a(i)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await X(J),e()},create:()=>{Tt(),t.asked=!0,e();let[s]=[...Ae(t.fields),...t.isTaken(t.fields)?["mrn"]:[]];return s?document.getElementById(ue("identity",s))?.focus():t.busy||r(async()=>{let l=await Mt(t.fields);await X(J),await(o?B(l,n):k(`/patients/${l}`))})}}}var oo=t=>Object.values(t).some(e=>Object.values(e).some(o=>!R(o))),Ae=({identity:t={}})=>Ze.filter(e=>!t[e]||e==="birth_date"&&!no(t[e])),no=t=>t>=ft(A())&&t<=h(),Pe=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function ro({value:t,at:e},o){let n=Pe(t)||m("without a name"),r=dt(new Date(e)).startsWith(h())?ct(e):pt(e);return c`${M("info",c`<strong>${m("Unfinished entry: {name}, {time}",{name:n,time:r})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${v(S(m("Discard it"),o.empty),P(m("Continue this entry"),o.resume))}`}function so(t,e){let{entry:o,toNote:n}=t,{fields:r,found:a}=o;return c`
    <div class="page">
      ${n?L("#/",m("Home")):L("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${rt()}</h1>
        ${Object.keys(r).length?j(m("Start afresh"),e.empty):f}</div>
      ${a?ro(a,e):io(t,e)}
    </div>`}function io({patients:t,parts:e,entry:o,toNote:n},r){let{fields:a,problem:s,busy:l,asked:i}=o;o.isTaken=({identity:b={}})=>t.all.some(y=>xt(y,b));let p=i?Ae(a):[],d=b=>e[0]?.fields.find(y=>y.name===b)?.label??b,u={...r,about:Pe(a)||rt()};return c`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${N(e.slice(0,1),a,u)}
    ${q(t.all,a)}
    ${i&&o.isTaken(a)?M("block",m("A record number belongs to one patient. Open that one, or enter another number."),f,"alert"):f}
    ${p.length?M("reason",m("Still needed: {list}",{list:p.map(d).join(", ")}),f,"alert"):f}
    ${N(e.slice(1),a,u)}
    ${x(s)}
    ${v(P(n?m("Create and begin the note"):m("Create the patient"),r.create,l))}`}export{Se as patient,ke as patientEdit,xe as patientNew};
