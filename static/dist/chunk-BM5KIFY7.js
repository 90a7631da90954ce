import{a as Zt}from"./chunk-UIJSUEAJ.js";import{a as oe,b as I}from"./chunk-DLM4EQ6L.js";import{c as re}from"./chunk-S5NKKAC3.js";import{f as te,g as ee,k as ne}from"./chunk-WDQRMSNN.js";import{Af as Yt,Ba as ft,Ca as S,Da as x,Gb as yt,Ja as dt,Jd as Ft,Kd as It,Lc as kt,Ld as Bt,Mc as R,Md as F,Me as Vt,Nd as qt,Od as Ht,Oe as Kt,P as nt,Pc as Ct,Q as ot,Qc as Q,S as rt,Sc as Nt,T as it,Tc as j,U as st,Vb as $t,Vc as Lt,Wc as $,We as Mt,X as at,Xe as Wt,Ye as Jt,Zc as _,Ze as zt,_c as xt,a as H,aa as b,ad as Dt,ba as mt,bd as Et,da as lt,db as ut,e as c,fd as Ot,g as f,ga as ct,gb as bt,hb as y,i as a,ia as pt,ib as A,ja as V,jb as D,jc as wt,jd as Rt,k as w,lb as K,lc as J,m as N,mb as E,mc as St,na as L,nb as g,nc as At,ob as M,oc as z,pb as O,pc as Pt,pe as Ut,q as tt,qb as gt,qc as G,rb as ht,rc as Tt,sb as P,tf as Gt,u as et,ud as jt,vb as vt,vf as Qt,wb as W,wf as Xt,x as U,xd as _t,zb as T}from"./chunk-UOGUL6FT.js";var ie={};H(ie,{title:()=>de,view:()=>ue});var fe=[["pdf","PDF"],["csv","CSV"],["json","JSON"]],de=()=>a("Patient");function ue(t,{id:e},n){let o={patient:Ct("patient",e),notes:Q("note",{patientId:e}),calls:Q("follow_up",{patientId:e}),conflicts:Nt({patientId:e}),status:lt,twins:Lt(dt,qt),refused:Mt("patient",e),attached:Wt(e),parts:$(()=>ft("patient"))},s={problem:"",busy:!1},r;return _(t,o,(i,m)=>{let{patient:l}=i;return l?be({...i,patient:l},n,ye(l,s,m)):(r??=It(()=>Ft(e),Bt,m),r())})}function be({patient:t,notes:e,calls:n,conflicts:o,status:s,parts:r,twins:i,...m},l,p){let d=e.filter(v=>v.state!=="void").sort(Pt),u=t.state==="active",h=u&&$t("patient.patch",l.user,t,l.forms),C=Qt(t,r,{report:h?()=>Vt(t):null}),Y=d.find(v=>J(v).performed==="treated"&&v.version>0),Z=Gt(t.fields).some(v=>v.open);return c`
    <div class="page patient">
      ${Yt(t,r)}
      ${Ht(t,i.found,i.patients,h)}
      ${o.length?ht(`#/conflicts/${o[0].id}`,a("Written twice for this patient: {n}",{n:o.length})):f}
      ${zt(m.refused,l.forms)}
      ${t.local?.created?f:Jt(m.attached,l.forms,s)}
      ${Xt(t,e,{parts:r,forms:l.forms,begin:h?()=>he(t,e,l):null})}
      ${Z?C:f}
      ${W(a("Visits"),d.length?c`<ul class="list">${d.map(ve)}</ul>`:xt(a("No visit yet"),a("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),d.length)}
      ${Y?Ut({note:Y,patient:t,calls:n,app:l},f):f}
      ${Z?f:C}
      ${re(d.filter(At),l.forms)}
      ${$e(t,s,p)}
      ${g(u&&K(a("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Ot(l)&&ge(t,d.find(St),l))}
    </div>`}var ge=(t,e,n)=>e&&z(e)===b()?E(a("Go on with the note of today"),G(e)):A(a("New note"),()=>F(t.id,n),!1,"plus");async function he(t,e,{forms:n}){let o=Et(t,e,n).find(({unit:m,running:l})=>!m&&l),s=`course:${L()}`,r=`/patients/${t.id}/part/${s}`;if(!o)return w(r);let i=Dt(e).filter(({sessions_planned:m})=>m);return await _t("patient",t.id,s,{started_on:i[0].session_date,sessions_planned:o.m,...o.weeks?{interval_weeks:o.weeks}:{}}),w(r)}function ve(t){let e=Kt(t.fields),{prp:n}=t.fields;return wt({href:G(t),title:c`<b class="row-date">${rt(z(t))}</b> ${Tt(t)}`,detail:bt(t.author_name,J(t).deferral_reason,e.length&&a("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),n?.used&&n.volume_ml&&a("PRP {n} mL",{n:n.volume_ml})),end:Rt(t)})}function ye(t,e,n){let o=R(e,n,kt(a("The server could not be reached. The file could not be created."))),s=r=>async()=>yt(`${T(t)}.${r}`,(await Zt(t.id,r)).blob);return{keys:()=>fe.map(([r,i])=>y(i,()=>o(s(r)),e.busy)),problem:()=>O(e.problem)}}function $e(t,e,n){let o=e.connection==="online"&&!t.local?.created;return W(a("Summary to hand over"),c`
    <div class="cluster">
      ${K(a("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${o?n.keys():f}
    </div>
    ${n.problem()}
    ${o?f:c`<p class="hint">${a("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var me={};H(me,{title:()=>ae,view:()=>Te});var se=()=>({status:"active",known_since:b()}),we=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),B=(t,e,n,o)=>ee(t.fields,e,s=>ne(s,n[e]?.[s.name],{unit:e,needed:s.required==="sign"&&N(n[e]?.[s.name]),saved:o.savedAt?.(e,s.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:r=>o.change(e,{[s.name]:r})}));function Se(t,e,n){let[o,...s]=t.fields;return c`<ul class="questions">${U(t,e).map(r=>{let i=e[r]??{},m=i[o.name]==="yes"||s.some(({name:l})=>i[l]);return c`<li class="question" data-answer=${i[o.name]??f}>
      ${B({fields:[{...o,label:et(t,r)??o.label}]},r,e,n)}
      ${m?c`<div class="form question-more">${B({fields:s.filter(({only_at:l})=>!l.length||l.includes(tt(r)))},r,e,n)}</div>`:f}
    </li>`})}</ul>`}function Ae(t,e,n){let o=[...n.begun].filter(p=>p.startsWith(`${t.unit}:`)),s={...Object.fromEntries(o.map(p=>[p,se()])),...e},r={...n,change:(p,d)=>{let u=e[p]?d:{...se(),...d};return t.unit==="allergy"&&we(e,{...e[p],...u})&&n.change("allergy_status",{none_known:"no"}),n.change(p,u)}},i=U(t,e).filter(p=>!n.begun.has(p)),{remove:m}=n,l=()=>n.begin(`${t.unit}:${L()}`);return c`
    ${[...i,...o].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${B(t,p,s,r)}</div>
      ${m?D(a("Remove this entry"),()=>m(p)):f}</fieldset>`)}
    ${n.disabled?f:y(a("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Pe=(t,e,n)=>t.repeats==="key"?Se(t,e,n):t.repeats==="id"?Ae(t,e,n):c`<div class="form">${B(t,t.unit,e,n)}</div>`,k=(t,e,n)=>t.map(o=>c`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?c`<p class="hint">${o.help}</p>`:f}
      ${Pe(o,e,n)}
    </section>`);var ae=()=>a("Edit patient");function Te(t,{id:e}){let n=new Set;return oe(t,e,{patients:j("patient"),parts:$(x)},({patient:o,patients:s,parts:r,fields:i,saver:m,redraw:l})=>{let p={change:(d,u)=>m.set(d,u,ot(o,[d])),begun:n,begin:d=>{n.add(d),l()},savedAt:(d,u)=>m.state(d,u),oldest:S(),disabled:o.state!=="active",about:T(o)};return vt(ae(),c`
      ${gt(m)}
      ${I(s.all,i,e)}
      ${k(r,i,p)}
      ${g(E(a("Done"),`#/patients/${e}`))}`,P(`#/patients/${e}`,T(o)))})}var pe={};H(pe,{title:()=>X,view:()=>Ce});var q="patient:new",ke=["mrn","given","family","birth_date"],X=()=>a("New patient");function Ce(t,{next:e},n){let o=e==="note",s={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},r=async()=>{let i=await pt(q);return i&&Le(i.value)&&(s.found=i),x()};return _(t,{patients:j("patient"),parts:$(r)},(i,m)=>Ee({...i,entry:s,toNote:o},Ne(s,m,o,n)))}function Ne(t,e,n,o){let s=R(t,e),r=i=>(Object.assign(t,{fields:i,problem:""}),e(),ct(q,i).catch(m=>(t.problem=m.message,e(),!1)));return{oldest:S(),change:(i,m)=>r(nt(t.fields,i,m)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:m,...l}=t.fields;return r(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await V(q),e()},create:()=>{ut(),t.asked=!0,e();let[i]=le(t.fields);return i?document.getElementById(te("identity",i))?.focus():t.busy||s(async()=>{let m=await jt(t.fields);await V(q),await(n?F(m,o):w(`/patients/${m}`))})}}}var Le=t=>Object.values(t).some(e=>Object.values(e).some(n=>!N(n))),le=({identity:t={}})=>ke.filter(e=>!t[e]||e==="birth_date"&&!xe(t[e])),xe=t=>t>=mt(S())&&t<=b(),ce=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function De({value:t,at:e},n){let o=ce(t)||a("without a name"),s=at(new Date(e)).startsWith(b())?it(e):st(e);return c`${M("info",c`<strong>${a("Unfinished entry: {name}, {time}",{name:o,time:s})}</strong><p>${a("Is this the same person?")}</p>`)}
    ${g(y(a("Discard it"),n.empty),A(a("Continue this entry"),n.resume))}`}function Ee(t,e){let{entry:n,toNote:o}=t,{fields:s,found:r}=n;return c`
    <div class="page">
      ${o?P("#/",a("Home")):P("#/patients",a("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${X()}</h1>
        ${Object.keys(s).length?D(a("Start afresh"),e.empty):f}</div>
      ${r?De(r,e):Oe(t,e)}
    </div>`}function Oe({patients:t,parts:e,entry:n,toNote:o},s){let{fields:r,problem:i,busy:m,asked:l}=n,p=l?le(r):[],d=h=>e[0]?.fields.find(C=>C.name===h)?.label??h,u={...s,about:ce(r)||X()};return c`
    <p class="quiet">${a("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${k(e.slice(0,1),r,u)}
    ${I(t.all,r)}
    ${p.length?M("reason",a("Still needed: {list}",{list:p.map(d).join(", ")}),f,"alert"):f}
    ${k(e.slice(1),r,u)}
    ${O(i)}
    ${g(A(o?a("Create and begin the note"):a("Create the patient"),s.create,m))}`}export{ie as patient,me as patientEdit,pe as patientNew};
