import{b as ne,c as re,d as se,e as ae}from"./chunk-BBZZ2VWJ.js";import{a as we,b as W}from"./chunk-3XSZGSVI.js";import{c as ee,d as oe,e as ce,f as pe,g as de,h as fe}from"./chunk-5J5OFNOO.js";import{C as ye,l as ue,n as be,o as he,r as ge,x as $e,y as ve}from"./chunk-42CWIHX4.js";import{c as ie}from"./chunk-XBAZYSE7.js";import{a as me,c as le}from"./chunk-AMGFV6JY.js";import"./chunk-EUVKZEY5.js";import"./chunk-5LJXCKGC.js";import{a as te}from"./chunk-JRPR2Q4S.js";import{e as Yt,f as Zt}from"./chunk-GIYBIQY2.js";import{$b as Pt,Ba as ht,Bd as It,Ca as Y,Cd as T,Ee as qt,Fd as V,Fe as Wt,Ga as O,Ge as N,He as Kt,Id as Ht,Ie as Gt,Jb as Tt,Je as q,Lc as _t,Mb as Ct,Me as Jt,Nb as S,Nc as ot,Ob as x,Oc as Ft,Oe as Xt,Pb as I,Pc as Dt,Pe as zt,Qa as gt,Qc as v,Qe as Qt,Ra as $t,Rb as H,Rc as Nt,Sb as B,Sc as nt,Ta as vt,Tb as $,Tc as Rt,Ua as yt,Ub as M,Vb as L,Wb as kt,Xb as At,Yb as _,Yd as Bt,Za as Z,a as z,ac as tt,ae as Mt,dc as F,e as c,eb as wt,f as Q,fb as P,g as f,gb as j,ha as mt,i as m,ia as lt,ic as xt,ka as g,l as A,la as ct,ma as pt,mb as St,mc as Lt,nd as Et,pa as dt,t as E,tc as et,ua as h,va as ft,vd as Ot,wa as ut,wc as D,wd as rt,we as Ut,xe as Vt,yd as jt,za as bt,zd as U}from"./chunk-RWJGMLG3.js";var Ae={};z(Ae,{title:()=>Ue,view:()=>Ve});var[K,G,C]=[320,96,10],Ne=(t,e)=>t/(e||1);function Re({points:t,lowest:e,highest:o,bestFirst:n}){let r=t.map(({date:l})=>Date.parse(l)),[a,s]=[r[0],r[r.length-1]-r[0]];return t.map(({value:l},i)=>({x:s?C+(r[i]-a)/s*(K-2*C):K/2,y:G-C-Ne(n?o-l:l-e,o-e)*(G-2*C)}))}var Ee=({date:t,words:e})=>m("{value} on {date}",{value:e,date:g(t)});function Se(t){let{label:e,points:o,lowest:n,highest:r,bestFirst:a}=t,s=Re(t),[l,i]=[o[0],o[o.length-1]];return c`<figure class="chart">
    <figcaption><span class="label">${e}</span><span class="figure">${D(l.value)} → ${D(i.value)}</span>
      <span class="hint">${a?m("Up is better"):m("Down is better")}</span></figcaption>
    <svg viewBox="0 0 ${K} ${G}" role="img" aria-label="${e}: ${o.map(Ee).join("; ")}">
      ${[n,r].map((p,d)=>Q`<path class="chart-edge" d="M0 ${d?C:G-C}H${K}"></path>`)}
      <path class="chart-line" d="M${s.map(({x:p,y:d})=>`${p.toFixed(1)} ${d.toFixed(1)}`).join("L")}"></path>
      ${s.map(({x:p,y:d})=>Q`<circle class="chart-point" cx=${p.toFixed(1)} cy=${d.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${g(l.date)}</span><span>${g(i.date)}</span></p>
  </figure>`}function Te(t){let e=[...new Set(t.flatMap(({points:n})=>n.map(({date:r})=>r)))].sort(),o=(n,r)=>n.points.findLast(a=>a.date===r)?.words??"\u2013";return c`<table class="chart-table"><thead><tr><th scope="col">${m("Date")}</th>${t.map(({label:n})=>c`<th scope="col">${n}</th>`)}</tr></thead>
    <tbody>${e.map(n=>c`<tr><th scope="row">${g(n)}</th>${t.map(r=>c`<td>${o(r,n)}</td>`)}</tr>`)}</tbody></table>`}var Oe=["gb_quant","ecca"],je=[["outcome","gais_clinician",1,5],["needling","pain_nrs",0,10],["obs:T0","erythema",0,4]];function Ce(t,{label:e,value:o,words:n,lowest:r,highest:a,bestFirst:s}){let l=t.map(i=>({date:v(i),value:o(i.fields)})).filter(i=>typeof i.value=="number");return{label:e,points:l.map(i=>({...i,words:n(i.value)})),lowest:r,bestFirst:s,highest:a??Math.max(...l.map(i=>i.value))}}var Ie=(t,{limits:e})=>Zt.filter(({fact:o})=>Oe.includes(o)).map(({fact:o,heading:n})=>Ce(t,{label:n(),value:({assessment:r={}})=>Et(r,e)[o],words:D,lowest:0})),He=(t,{record_types:{note:e}})=>je.map(([o,n,r,a])=>{let s=vt($t(e.sections,o),n),l=o==="obs:T0"?m("{field}, right after",{field:s.label}):s.label;return Ce(t,{label:l,value:i=>i[o]?.[n],words:i=>Yt(s,i),lowest:r,highest:a,bestFirst:n.startsWith("gais_")})}),Be=t=>[...t].sort((e,o)=>v(e).localeCompare(v(o)));function ke(t,e){if(!e)return f;let o=Be(t),n=[...Ie(o,e),...He(o,e)].filter(({points:r})=>r.length>1);return n.length?c`<section class="group"><h2 class="group-title">${m("Over the visits")}</h2>
    <div class="grid charts">${n.map(Se)}</div>
    <details class="more"><summary>${m("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${m("Over the visits")}>${Te(n)}</div></details></section>`:f}var Me=[["pdf?audience=patient",()=>m("Patient's page (PDF)")],["pdf?audience=clinician",()=>m("Record (PDF)")],["xlsx",()=>m("Tables (XLSX)")],["csv",()=>"CSV"],["json",()=>"JSON"],["fhir.json",()=>"FHIR"]],Ue=()=>m("Patient");function Ve(t,{id:e},o){let n={patient:Ot("patient",e),notes:rt("note",{patientId:e}),calls:rt("follow_up",{patientId:e}),conflicts:jt({patientId:e}),status:ut,twins:It(St,zt),refused:ce("patient",e),attached:pe(e),parts:T(()=>wt("patient"))},r={problem:"",busy:!1},a={problem:""},s;return V(t,n,(l,i)=>{let{patient:p}=l;return p?qe({...l,patient:p,ui:a,attempt:N(a,i)},o,Je(p,r,i)):(s??=Kt(()=>qt(e),Gt,i),s())})}function qe({patient:t,notes:e,calls:o,conflicts:n,status:r,parts:a,twins:s,...l},i,p){let d=e.filter(w=>w.state!=="void").sort(Nt),u=t.state==="active",b=u&&et("patient.patch",i.user,t,i.forms),y=be(t,a,{report:b?()=>me(t):null}),it=d.find(w=>ot(w).performed==="treated"&&w.version>0),k={record:t,about:F(t),app:i,attempt:l.attempt},at=ue(t.fields).some(w=>w.open);return c`
    <div class="page patient">
      ${ge(t,a)}
      ${L(l.ui.problem)}${oe(k)}${se(k)}
      ${Qt(t,s.found,s.patients,b,re(k))}
      ${n.length?At(`#/conflicts/${n[0].id}`,m("Written twice for this patient: {n}",{n:n.length})):f}
      ${fe(l.refused,i.forms)}
      ${t.local?.created?f:de(l.attached,i.forms,r)}
      ${he(t,e,{parts:a,forms:i.forms,begin:b?()=>Ke(t,e,i):null})}
      ${at?y:f}
      ${tt(m("Visits"),d.length?c`<ul class="list">${d.map(Ge)}</ul>`:Jt(m("No visit yet"),m("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),d.length)}
      ${it?ie({note:it,patient:t,calls:o,app:i},f):f}
      ${at?f:y}
      ${ke(d.filter(Dt),i.forms)}
      ${Xe(t,r,p)}
      ${et("audit.read",i.user,t,i.forms)&&!t.local?.created?c`<p>${H(m("Who saw and did what"),`#/audit?patient=${t.id}`)}</p>`:f}
      ${ae(t)}${ne(k)}
      ${$((!u||!e.length)&&ee(k),u&&H(m("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Ht(i)&&We(t,d.find(Ft),i))}
    </div>`}var We=(t,e,o)=>e&&v(e)===h()?B(m("Go on with the note of today"),nt(e)):x(m("New note"),()=>q(t.id,o),!1,"plus");async function Ke(t,e,{forms:o}){let n=Vt(t,e,o).find(({unit:l,running:i})=>!l&&i),r=`course:${O()}`,a=`/patients/${t.id}/part/${r}`;if(!n)return A(a);let s=Ut(e).filter(({sessions_planned:l})=>l);return await Mt("patient",t.id,r,{started_on:s[0].session_date,sessions_planned:n.m,...n.weeks?{interval_weeks:n.weeks}:{}}),A(a)}function Ge(t){let e=le(t.fields),{prp:o}=t.fields;return _t({href:nt(t),title:c`<b class="row-date">${g(v(t))}</b> ${Rt(t)}`,detail:Ct(t.author_name,ot(t).deferral_reason,e.length&&m("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),o?.used&&o.volume_ml&&m("PRP {n} mL",{n:o.volume_ml})),end:Xt(t)})}function Je(t,e,o){let n=N(e,o,Wt(m("The server could not be reached. The file could not be created."))),r=a=>async()=>{let s=await te(t.id,a);Lt(s.name,s.blob)};return{keys:()=>Me.map(([a,s])=>S(s(),()=>n(r(a)),e.busy)),problem:()=>L(e.problem)}}function Xe(t,e,o){let n=e.connection==="online"&&!t.local?.created;return tt(m("Summary to hand over"),c`
    <div class="cluster">
      ${H(m("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${n?o.keys():f}
    </div>
    ${o.problem()}
    ${n?f:c`<p class="hint">${m("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var Le={};z(Le,{title:()=>xe,view:()=>oo});var Pe=()=>({status:"active",known_since:h()});function ze(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:h()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var Qe=({fields:t},e={})=>({fields:t.filter(({name:o})=>o==="ruled_out_on"?e.status==="inactive"||e[o]:o!=="noted_for"||e[o]?.length)}),Ye=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),J=(t,e,o,n)=>ve(t.fields,e,r=>ye(r,o[e]?.[r.name],{unit:e,needed:r.required==="sign"&&E(o[e]?.[r.name]),saved:n.savedAt?.(e,r.name)??null,disabled:n.disabled,about:n.about,oldest:n.oldest,onChange:a=>n.change(e,{[r.name]:a})}));function Ze(t,e,o){let[n,...r]=t.fields;return c`<ul class="questions">${Z(t,e).map(a=>{let s=e[a]??{},l=s[n.name]==="yes"||r.some(({name:i})=>s[i]);return c`<li class="question" data-answer=${s[n.name]??f}>
      ${J({fields:[{...n,label:yt(t,a)??n.label}]},a,e,o)}
      ${l?c`<div class="form question-more">${J({fields:r.filter(({only_at:i})=>!i.length||i.includes(gt(a)))},a,e,o)}</div>`:f}
    </li>`})}</ul>`}function to(t,e,o){let n=[...o.begun].filter(p=>p.startsWith(`${t.unit}:`)),r={...Object.fromEntries(n.map(p=>[p,Pe()])),...e},a={...o,change:(p,d)=>{let u=e[p]?d:{...Pe(),...d},b=t.unit==="allergy"?{...u,...ze(e[p]??{},d)}:u;return t.unit==="allergy"&&Ye(e,{...e[p],...b})&&o.change("allergy_status",{none_known:"no"}),o.change(p,b)}},s=Z(t,e).filter(p=>!o.begun.has(p)),{remove:l}=o,i=()=>o.begin(`${t.unit}:${O()}`);return c`
    ${[...s,...n].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${J(Qe(t,r[p]),p,r,a)}</div>
      ${l?I(m("Remove this entry"),()=>l(p)):f}</fieldset>`)}
    ${o.disabled?f:S(m("Add to {section}",{section:t.label}),i,!1,"plus")}`}var eo=(t,e,o)=>t.repeats==="key"?Ze(t,e,o):t.repeats==="id"?to(t,e,o):c`<div class="form">${J(t,t.unit,e,o)}</div>`,R=(t,e,o)=>t.map(n=>c`
    <section class="form-section" id="section-${n.unit}">
      <h2>${n.label}</h2>
      ${n.help?c`<p class="hint">${n.help}</p>`:f}
      ${eo(n,e,o)}
    </section>`);var xe=()=>m("Edit patient");function oo(t,{id:e}){let o=new Set;return we(t,e,{patients:U("patient"),parts:T(j)},({patient:n,patients:r,parts:a,fields:s,saver:l,redraw:i})=>{let p={change:(d,u)=>l.set(d,u,lt(n,[d])),begun:o,begin:d=>{o.add(d),i()},savedAt:(d,u)=>l.state(d,u),oldest:P(),disabled:n.state!=="active",about:F(n)};return Pt(xe(),c`
      ${kt(l)}
      ${W(r.all,s,e)}
      ${R(a,s,p)}
      ${$(B(m("Done"),`#/patients/${e}`))}`,_(`#/patients/${e}`,F(n)))})}var De={};z(De,{title:()=>st,view:()=>ro});var X="patient:new",no=["mrn","given","family","birth_date"],st=()=>m("New patient");function ro(t,{next:e},o){let n=e==="note",r={fields:{},begun:new Set,found:null,problem:"",busy:!1,isTaken:()=>!1,asked:!1},a=async()=>{let s=await ht(X);return s&&io(s.value)&&(r.found=s),j()};return V(t,{patients:U("patient"),parts:T(a)},(s,l)=>lo({...s,entry:r,toNote:n},so(r,l,n,o)))}function so(t,e,o,n){let r=N(t,e),a=s=>(Object.assign(t,{fields:s,problem:""}),e(),bt(X,s).catch(l=>(t.problem=l.message,e(),!1)));return{oldest:P(),change:(s,l)=>a(mt(t.fields,s,l)),begun:t.begun,begin:s=>{t.begun.add(s),e()},remove:s=>{t.begun.delete(s);let{[s]:l,...i}=t.fields;return a(i)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await Y(X),e()},create:()=>{Tt(),t.asked=!0,e();let[s]=[..._e(t.fields),...t.isTaken(t.fields)?["mrn"]:[]];return s?document.getElementById($e("identity",s))?.focus():t.busy||r(async()=>{let l=await Bt(t.fields);await Y(X),await(o?q(l,n):A(`/patients/${l}`))})}}}var io=t=>Object.values(t).some(e=>Object.values(e).some(o=>!E(o))),_e=({identity:t={}})=>no.filter(e=>!t[e]||e==="birth_date"&&!ao(t[e])),ao=t=>t>=ft(P())&&t<=h(),Fe=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function mo({value:t,at:e},o){let n=Fe(t)||m("without a name"),r=dt(new Date(e)).startsWith(h())?ct(e):pt(e);return c`${M("info",c`<strong>${m("Unfinished entry: {name}, {time}",{name:n,time:r})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${$(S(m("Discard it"),o.empty),x(m("Continue this entry"),o.resume))}`}function lo(t,e){let{entry:o,toNote:n}=t,{fields:r,found:a}=o;return c`
    <div class="page">
      ${n?_("#/",m("Home")):_("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${st()}</h1>
        ${Object.keys(r).length?I(m("Start afresh"),e.empty):f}</div>
      ${a?mo(a,e):co(t,e)}
    </div>`}function co({patients:t,parts:e,entry:o,toNote:n},r){let{fields:a,problem:s,busy:l,asked:i}=o;o.isTaken=({identity:b={}})=>t.all.some(y=>xt(y,b));let p=i?_e(a):[],d=b=>e[0]?.fields.find(y=>y.name===b)?.label??b,u={...r,about:Fe(a)||st()};return c`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${R(e.slice(0,1),a,u)}
    ${W(t.all,a)}
    ${i&&o.isTaken(a)?M("block",m("A record number belongs to one patient. Open that one, or enter another number."),f,"alert"):f}
    ${p.length?M("reason",m("Still needed: {list}",{list:p.map(d).join(", ")}),f,"alert"):f}
    ${R(e.slice(1),a,u)}
    ${L(s)}
    ${$(x(n?m("Create and begin the note"):m("Create the patient"),r.create,l))}`}export{Ae as patient,Le as patientEdit,De as patientNew};
