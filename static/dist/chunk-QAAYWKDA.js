import{a as ce}from"./chunk-CHFYTVBN.js";import{a as ue,b as q}from"./chunk-CJHSAJLF.js";import{f as pe,g as de,k as fe}from"./chunk-H7KJ53YS.js";import{$ as at,Bb as Tt,Cb as S,Db as A,Dd as qt,Eb as E,Ee as Yt,Gb as O,Hb as R,Hc as _t,Ia as bt,Ib as v,Ie as Zt,Ja as gt,Jb as j,Jc as et,Kb as I,Kc as Dt,La as vt,Lb as Ct,Lc as Nt,Ma as $t,Mb as kt,Mc as $,Nb as x,Nc as Ft,Oc as ot,Od as Vt,Of as ie,Pa as X,Pc as Et,Qb as Pt,Qf as ae,Rb as Y,Rd as Wt,Rf as me,Sf as le,Ub as Z,Wa as yt,Xa as P,Ya as F,Yb as At,a as J,aa as mt,ac as xt,be as Kt,ca as g,cb as wt,ce as Gt,da as lt,de as Jt,df as te,e as c,ea as ct,ed as Ot,ee as B,f as z,fd as H,fe as zt,ff as ee,g as d,ge as Qt,ha as pt,i as m,id as Rt,jd as nt,k,ld as jt,ma as b,md as M,na as dt,nf as oe,oa as ft,oc as Lt,od as It,of as ne,pd as T,pf as re,qf as se,ra as ut,rc as tt,s as D,sd as U,ta as ht,td as Ht,ua as Q,uc as L,vd as Mt,wd as Ut,ya as N,yb as St,zd as Bt,ze as Xt}from"./chunk-SAM4IVNE.js";var $e={};J($e,{title:()=>Ee,view:()=>Oe});var[V,W,C]=[320,96,10];function Pe({points:t,lowest:e,highest:o}){let n=t.map(({date:r})=>Date.parse(r)),[s,i]=[n[0],n[n.length-1]-n[0]];return t.map(({value:r},a)=>({x:i?C+(n[a]-s)/i*(V-2*C):V/2,y:W-C-(r-e)/(o-e||1)*(W-2*C)}))}var Ae=({date:t,words:e})=>m("{value} on {date}",{value:e,date:g(t)});function he(t){let{label:e,points:o,lowest:n,highest:s}=t,i=Pe(t),[r,a]=[o[0],o[o.length-1]];return c`<figure class="chart">
    <figcaption><span class="label">${e}</span><span class="figure">${L(r.value)} → ${L(a.value)}</span></figcaption>
    <svg viewBox="0 0 ${V} ${W}" role="img" aria-label="${e}: ${o.map(Ae).join("; ")}">
      ${[n,s].map((l,p)=>z`<path class="chart-edge" d="M0 ${p?C:W-C}H${V}"></path>`)}
      <path class="chart-line" d="M${i.map(({x:l,y:p})=>`${l.toFixed(1)} ${p.toFixed(1)}`).join("L")}"></path>
      ${i.map(({x:l,y:p})=>z`<circle class="chart-point" cx=${l.toFixed(1)} cy=${p.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${g(r.date)}</span><span>${g(a.date)}</span></p>
  </figure>`}function be(t){let e=[...new Set(t.flatMap(({points:n})=>n.map(({date:s})=>s)))].sort(),o=(n,s)=>n.points.findLast(i=>i.date===s)?.words??"\u2013";return c`<table class="chart-table"><thead><tr><th scope="col">${m("Date")}</th>${t.map(({label:n})=>c`<th scope="col">${n}</th>`)}</tr></thead>
    <tbody>${e.map(n=>c`<tr><th scope="row">${g(n)}</th>${t.map(s=>c`<td>${o(s,n)}</td>`)}</tr>`)}</tbody></table>`}var xe=["gb_quant","ecca"],Le=[["outcome","gais_clinician",1,5],["needling","pain_nrs",0,10],["obs:T0","erythema",0,4]];function ge(t,{label:e,value:o,words:n,lowest:s,highest:i}){let r=t.map(a=>({date:$(a),value:o(a.fields)})).filter(a=>typeof a.value=="number");return{label:e,points:r.map(a=>({...a,words:n(a.value)})),lowest:s,highest:i??Math.max(...r.map(a=>a.value))}}var _e=(t,{limits:e})=>Xt.filter(({fact:o})=>xe.includes(o)).map(({fact:o,heading:n})=>ge(t,{label:n(),value:({assessment:s={}})=>Lt(s,e)[o],words:L,lowest:0})),De=(t,{record_types:{note:e}})=>Le.map(([o,n,s,i])=>{let r=vt(gt(e.sections,o),n),a=o==="obs:T0"?m("{field}, right after",{field:r.label}):r.label;return ge(t,{label:a,value:l=>l[o]?.[n],words:l=>Yt(r,l),lowest:s,highest:i})}),Ne=t=>[...t].sort((e,o)=>$(e).localeCompare($(o)));function ve(t,e){if(!e)return d;let o=Ne(t),n=[..._e(o,e),...De(o,e)].filter(({points:s})=>s.length>1);return n.length?c`<section class="group"><h2 class="group-title">${m("Over the visits")}</h2>
    <div class="grid charts">${n.map(he)}</div>
    <details class="more"><summary>${m("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${m("Over the visits")}>${be(n)}</div></details></section>`:d}var Fe=[["pdf?audience=patient",()=>m("Patient's page (PDF)")],["pdf?audience=clinician",()=>m("Record (PDF)")],["csv",()=>"CSV"],["json",()=>"JSON"]],Ee=()=>m("Patient");function Oe(t,{id:e},o){let n={patient:Rt("patient",e),notes:nt("note",{patientId:e}),calls:nt("follow_up",{patientId:e}),conflicts:jt({patientId:e}),status:ft,twins:It(wt,zt),refused:oe("patient",e),attached:ne(e),parts:T(()=>yt("patient"))},s={problem:"",busy:!1},i;return U(t,n,(r,a)=>{let{patient:l}=r;return l?Re({...r,patient:l},o,Me(l,s,a)):(i??=Gt(()=>Kt(e),Jt,a),i())})}function Re({patient:t,notes:e,calls:o,conflicts:n,status:s,parts:i,twins:r,...a},l,p){let f=e.filter(w=>w.state!=="void").sort(Ft),u=t.state==="active",h=u&&tt("patient.patch",l.user,t,l.forms),y=ae(t,i,{report:h?()=>te(t):null}),st=f.find(w=>et(w).performed==="treated"&&w.version>0),it=ie(t.fields).some(w=>w.open);return c`
    <div class="page patient">
      ${le(t,i)}
      ${Qt(t,r.found,r.patients,h)}
      ${n.length?kt(`#/conflicts/${n[0].id}`,m("Written twice for this patient: {n}",{n:n.length})):d}
      ${se(a.refused,l.forms)}
      ${t.local?.created?d:re(a.attached,l.forms,s)}
      ${me(t,e,{parts:i,forms:l.forms,begin:h?()=>Ie(t,e,l):null})}
      ${it?y:d}
      ${Y(m("Visits"),f.length?c`<ul class="list">${f.map(He)}</ul>`:Ht(m("No visit yet"),m("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),f.length)}
      ${st?Zt({note:st,patient:t,calls:o,app:l},d):d}
      ${it?d:y}
      ${ve(f.filter(Nt),l.forms)}
      ${Ue(t,s,p)}
      ${tt("audit.read",l.user,t,l.forms)&&!t.local?.created?c`<p>${O(m("Who saw and did what"),`#/audit?patient=${t.id}`)}</p>`:d}
      ${v(u&&O(m("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Bt(l)&&je(t,f.find(Dt),l))}
    </div>`}var je=(t,e,o)=>e&&$(e)===b()?R(m("Go on with the note of today"),ot(e)):A(m("New note"),()=>B(t.id,o),!1,"plus");async function Ie(t,e,{forms:o}){let n=Ut(t,e,o).find(({unit:a,running:l})=>!a&&l),s=`course:${N()}`,i=`/patients/${t.id}/part/${s}`;if(!n)return k(i);let r=Mt(e).filter(({sessions_planned:a})=>a);return await Wt("patient",t.id,s,{started_on:r[0].session_date,sessions_planned:n.m,...n.weeks?{interval_weeks:n.weeks}:{}}),k(i)}function He(t){let e=ee(t.fields),{prp:o}=t.fields;return _t({href:ot(t),title:c`<b class="row-date">${g($(t))}</b> ${Et(t)}`,detail:Tt(t.author_name,et(t).deferral_reason,e.length&&m("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),o?.used&&o.volume_ml&&m("PRP {n} mL",{n:o.volume_ml})),end:qt(t)})}function Me(t,e,o){let n=H(e,o,Ot(m("The server could not be reached. The file could not be created."))),s=i=>async()=>{let r=await ce(t.id,i);xt(r.name,r.blob)};return{keys:()=>Fe.map(([i,r])=>S(r(),()=>n(s(i)),e.busy)),problem:()=>I(e.problem)}}function Ue(t,e,o){let n=e.connection==="online"&&!t.local?.created;return Y(m("Summary to hand over"),c`
    <div class="cluster">
      ${O(m("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${n?o.keys():d}
    </div>
    ${o.problem()}
    ${n?d:c`<p class="hint">${m("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var Se={};J(Se,{title:()=>we,view:()=>Je});var ye=()=>({status:"active",known_since:b()});function Be(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:b()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var qe=({fields:t},e={})=>({fields:t.filter(({name:o})=>o==="ruled_out_on"?e.status==="inactive"||e[o]:o!=="noted_for"||e[o]?.length)}),Ve=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),K=(t,e,o,n)=>de(t.fields,e,s=>fe(s,o[e]?.[s.name],{unit:e,needed:s.required==="sign"&&D(o[e]?.[s.name]),saved:n.savedAt?.(e,s.name)??null,disabled:n.disabled,about:n.about,oldest:n.oldest,onChange:i=>n.change(e,{[s.name]:i})}));function We(t,e,o){let[n,...s]=t.fields;return c`<ul class="questions">${X(t,e).map(i=>{let r=e[i]??{},a=r[n.name]==="yes"||s.some(({name:l})=>r[l]);return c`<li class="question" data-answer=${r[n.name]??d}>
      ${K({fields:[{...n,label:$t(t,i)??n.label}]},i,e,o)}
      ${a?c`<div class="form question-more">${K({fields:s.filter(({only_at:l})=>!l.length||l.includes(bt(i)))},i,e,o)}</div>`:d}
    </li>`})}</ul>`}function Ke(t,e,o){let n=[...o.begun].filter(p=>p.startsWith(`${t.unit}:`)),s={...Object.fromEntries(n.map(p=>[p,ye()])),...e},i={...o,change:(p,f)=>{let u=e[p]?f:{...ye(),...f},h=t.unit==="allergy"?{...u,...Be(e[p]??{},f)}:u;return t.unit==="allergy"&&Ve(e,{...e[p],...h})&&o.change("allergy_status",{none_known:"no"}),o.change(p,h)}},r=X(t,e).filter(p=>!o.begun.has(p)),{remove:a}=o,l=()=>o.begin(`${t.unit}:${N()}`);return c`
    ${[...r,...n].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${K(qe(t,s[p]),p,s,i)}</div>
      ${a?E(m("Remove this entry"),()=>a(p)):d}</fieldset>`)}
    ${o.disabled?d:S(m("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Ge=(t,e,o)=>t.repeats==="key"?We(t,e,o):t.repeats==="id"?Ke(t,e,o):c`<div class="form">${K(t,t.unit,e,o)}</div>`,_=(t,e,o)=>t.map(n=>c`
    <section class="form-section" id="section-${n.unit}">
      <h2>${n.label}</h2>
      ${n.help?c`<p class="hint">${n.help}</p>`:d}
      ${Ge(n,e,o)}
    </section>`);var we=()=>m("Edit patient");function Je(t,{id:e}){let o=new Set;return ue(t,e,{patients:M("patient"),parts:T(F)},({patient:n,patients:s,parts:i,fields:r,saver:a,redraw:l})=>{let p={change:(f,u)=>a.set(f,u,mt(n,[f])),begun:o,begin:f=>{o.add(f),l()},savedAt:(f,u)=>a.state(f,u),oldest:P(),disabled:n.state!=="active",about:Z(n)};return Pt(we(),c`
      ${Ct(a)}
      ${q(s.all,r,e)}
      ${_(i,r,p)}
      ${v(R(m("Done"),`#/patients/${e}`))}`,x(`#/patients/${e}`,Z(n)))})}var ke={};J(ke,{title:()=>rt,view:()=>Qe});var G="patient:new",ze=["mrn","given","family","birth_date"],rt=()=>m("New patient");function Qe(t,{next:e},o){let n=e==="note",s={fields:{},begun:new Set,found:null,problem:"",busy:!1,isTaken:()=>!1,asked:!1},i=async()=>{let r=await ht(G);return r&&Ye(r.value)&&(s.found=r),F()};return U(t,{patients:M("patient"),parts:T(i)},(r,a)=>eo({...r,entry:s,toNote:n},Xe(s,a,n,o)))}function Xe(t,e,o,n){let s=H(t,e),i=r=>(Object.assign(t,{fields:r,problem:""}),e(),ut(G,r).catch(a=>(t.problem=a.message,e(),!1)));return{oldest:P(),change:(r,a)=>i(at(t.fields,r,a)),begun:t.begun,begin:r=>{t.begun.add(r),e()},remove:r=>{t.begun.delete(r);let{[r]:a,...l}=t.fields;return i(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await Q(G),e()},create:()=>{St(),t.asked=!0,e();let[r]=[...Te(t.fields),...t.isTaken(t.fields)?["mrn"]:[]];return r?document.getElementById(pe("identity",r))?.focus():t.busy||s(async()=>{let a=await Vt(t.fields);await Q(G),await(o?B(a,n):k(`/patients/${a}`))})}}}var Ye=t=>Object.values(t).some(e=>Object.values(e).some(o=>!D(o))),Te=({identity:t={}})=>ze.filter(e=>!t[e]||e==="birth_date"&&!Ze(t[e])),Ze=t=>t>=dt(P())&&t<=b(),Ce=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function to({value:t,at:e},o){let n=Ce(t)||m("without a name"),s=pt(new Date(e)).startsWith(b())?lt(e):ct(e);return c`${j("info",c`<strong>${m("Unfinished entry: {name}, {time}",{name:n,time:s})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${v(S(m("Discard it"),o.empty),A(m("Continue this entry"),o.resume))}`}function eo(t,e){let{entry:o,toNote:n}=t,{fields:s,found:i}=o;return c`
    <div class="page">
      ${n?x("#/",m("Home")):x("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${rt()}</h1>
        ${Object.keys(s).length?E(m("Start afresh"),e.empty):d}</div>
      ${i?to(i,e):oo(t,e)}
    </div>`}function oo({patients:t,parts:e,entry:o,toNote:n},s){let{fields:i,problem:r,busy:a,asked:l}=o;o.isTaken=({identity:h={}})=>t.all.some(y=>At(y,h));let p=l?Te(i):[],f=h=>e[0]?.fields.find(y=>y.name===h)?.label??h,u={...s,about:Ce(i)||rt()};return c`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${_(e.slice(0,1),i,u)}
    ${q(t.all,i)}
    ${l&&o.isTaken(i)?j("block",m("A record number belongs to one patient. Open that one, or enter another number."),d,"alert"):d}
    ${p.length?j("reason",m("Still needed: {list}",{list:p.map(f).join(", ")}),d,"alert"):d}
    ${_(e.slice(1),i,u)}
    ${I(r)}
    ${v(A(n?m("Create and begin the note"):m("Create the patient"),s.create,a))}`}export{$e as patient,Se as patientEdit,ke as patientNew};
