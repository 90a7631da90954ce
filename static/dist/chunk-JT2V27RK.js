import{a as Zt}from"./chunk-YPA36USP.js";import{a as oe,b as I}from"./chunk-5ULO37A2.js";import{c as re}from"./chunk-U6KYFNK5.js";import{f as te,g as ee,k as ne}from"./chunk-6D33SJBH.js";import{Ba as ft,Ca as S,Cf as Yt,Da as L,Gb as yt,Ja as dt,Jd as Ft,Kd as It,Lc as Tt,Ld as Ut,Mc as O,Md as F,Me as Vt,Nd as Bt,Od as qt,Oe as Kt,P as nt,Pc as Ct,Q as ot,Qc as Q,S as rt,Sc as _t,T as it,Tc as R,U as st,Vb as $t,Vc as Nt,Wc as $,We as Mt,X as at,Xe as Wt,Ye as Jt,Zc as j,Ze as zt,_c as Lt,a as q,aa as g,ad as xt,ba as mt,bd as Dt,da as lt,db as ut,e as c,fd as Et,g as d,ga as ct,gb as bt,hb as y,i as a,ia as pt,ib as k,ja as V,jb as x,jc as wt,jd as Ot,k as w,lb as K,lc as J,m as _,mb as D,mc as St,na as N,nb as h,nc as kt,ob as M,oc as z,pb as E,pc as At,pe as Ht,q as tt,qb as gt,qc as G,rb as ht,rc as Pt,sb as A,u as et,ud as Rt,vb as vt,vf as Gt,wb as W,x as H,xd as jt,xf as Qt,yf as Xt,zb as P}from"./chunk-72BTYBWD.js";var ie={};q(ie,{title:()=>de,view:()=>ue});var fe=[["pdf","PDF"],["csv","CSV"],["json","JSON"]],de=()=>a("Patient");function ue(t,{id:e},n){let o={patient:Ct("patient",e),notes:Q("note",{patientId:e}),calls:Q("follow_up",{patientId:e}),conflicts:_t({patientId:e}),status:lt,twins:Nt(dt,Bt),refused:Mt("patient",e),attached:Wt(e),parts:$(()=>ft("patient"))},s={problem:"",busy:!1},r;return j(t,o,(i,m)=>{let{patient:l}=i;return l?be({...i,patient:l},n,ye(l,s,m)):(r??=It(()=>Ft(e),Ut,m),r())})}function be({patient:t,notes:e,calls:n,conflicts:o,status:s,parts:r,twins:i,...m},l,p){let f=e.filter(v=>v.state!=="void").sort(At),u=t.state==="active",b=u&&$t("patient.patch",l.user,t,l.forms),C=Qt(t,r,{report:b?()=>Vt(t):null}),Y=f.find(v=>J(v).performed==="treated"&&v.version>0),Z=Gt(t.fields).some(v=>v.open);return c`
    <div class="page patient">
      ${Yt(t,r)}
      ${qt(t,i.found,i.patients,b)}
      ${o.length?ht(`#/conflicts/${o[0].id}`,a("Written twice for this patient: {n}",{n:o.length})):d}
      ${zt(m.refused,l.forms)}
      ${t.local?.created?d:Jt(m.attached,l.forms,s)}
      ${Xt(t,e,{parts:r,forms:l.forms,begin:b?()=>he(t,e,l):null})}
      ${Z?C:d}
      ${W(a("Visits"),f.length?c`<ul class="list">${f.map(ve)}</ul>`:Lt(a("No visit yet"),a("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),f.length)}
      ${Y?Ht({note:Y,patient:t,calls:n,app:l},d):d}
      ${Z?d:C}
      ${re(f.filter(kt),l.forms)}
      ${$e(t,s,p)}
      ${h(u&&K(a("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Et(l)&&ge(t,f.find(St),l))}
    </div>`}var ge=(t,e,n)=>e&&z(e)===g()?D(a("Go on with the note of today"),G(e)):k(a("New note"),()=>F(t.id,n),!1,"plus");async function he(t,e,{forms:n}){let o=Dt(t,e,n).find(({unit:m,running:l})=>!m&&l),s=`course:${N()}`,r=`/patients/${t.id}/part/${s}`;if(!o)return w(r);let i=xt(e).filter(({sessions_planned:m})=>m);return await jt("patient",t.id,s,{started_on:i[0].session_date,sessions_planned:o.m,...o.weeks?{interval_weeks:o.weeks}:{}}),w(r)}function ve(t){let e=Kt(t.fields),{prp:n}=t.fields;return wt({href:G(t),title:c`<b class="row-date">${rt(z(t))}</b> ${Pt(t)}`,detail:bt(t.author_name,J(t).deferral_reason,e.length&&a("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),n?.used&&n.volume_ml&&a("PRP {n} mL",{n:n.volume_ml})),end:Ot(t)})}function ye(t,e,n){let o=O(e,n,Tt(a("The server could not be reached. The file could not be created."))),s=r=>async()=>yt(`${P(t)}.${r}`,(await Zt(t.id,r)).blob);return{keys:()=>fe.map(([r,i])=>y(i,()=>o(s(r)),e.busy)),problem:()=>E(e.problem)}}function $e(t,e,n){let o=e.connection==="online"&&!t.local?.created;return W(a("Summary to hand over"),c`
    <div class="cluster">
      ${K(a("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${o?n.keys():d}
    </div>
    ${n.problem()}
    ${o?d:c`<p class="hint">${a("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var me={};q(me,{title:()=>ae,view:()=>Ce});var se=()=>({status:"active",known_since:g()});function we(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:g()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var Se=({fields:t},e={})=>({fields:t.filter(({name:n})=>n==="ruled_out_on"?e.status==="inactive"||e[n]:n!=="noted_for"||e[n]?.length)}),ke=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),U=(t,e,n,o)=>ee(t.fields,e,s=>ne(s,n[e]?.[s.name],{unit:e,needed:s.required==="sign"&&_(n[e]?.[s.name]),saved:o.savedAt?.(e,s.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:r=>o.change(e,{[s.name]:r})}));function Ae(t,e,n){let[o,...s]=t.fields;return c`<ul class="questions">${H(t,e).map(r=>{let i=e[r]??{},m=i[o.name]==="yes"||s.some(({name:l})=>i[l]);return c`<li class="question" data-answer=${i[o.name]??d}>
      ${U({fields:[{...o,label:et(t,r)??o.label}]},r,e,n)}
      ${m?c`<div class="form question-more">${U({fields:s.filter(({only_at:l})=>!l.length||l.includes(tt(r)))},r,e,n)}</div>`:d}
    </li>`})}</ul>`}function Pe(t,e,n){let o=[...n.begun].filter(p=>p.startsWith(`${t.unit}:`)),s={...Object.fromEntries(o.map(p=>[p,se()])),...e},r={...n,change:(p,f)=>{let u=e[p]?f:{...se(),...f},b=t.unit==="allergy"?{...u,...we(e[p]??{},f)}:u;return t.unit==="allergy"&&ke(e,{...e[p],...b})&&n.change("allergy_status",{none_known:"no"}),n.change(p,b)}},i=H(t,e).filter(p=>!n.begun.has(p)),{remove:m}=n,l=()=>n.begin(`${t.unit}:${N()}`);return c`
    ${[...i,...o].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${U(Se(t,s[p]),p,s,r)}</div>
      ${m?x(a("Remove this entry"),()=>m(p)):d}</fieldset>`)}
    ${n.disabled?d:y(a("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Te=(t,e,n)=>t.repeats==="key"?Ae(t,e,n):t.repeats==="id"?Pe(t,e,n):c`<div class="form">${U(t,t.unit,e,n)}</div>`,T=(t,e,n)=>t.map(o=>c`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?c`<p class="hint">${o.help}</p>`:d}
      ${Te(o,e,n)}
    </section>`);var ae=()=>a("Edit patient");function Ce(t,{id:e}){let n=new Set;return oe(t,e,{patients:R("patient"),parts:$(L)},({patient:o,patients:s,parts:r,fields:i,saver:m,redraw:l})=>{let p={change:(f,u)=>m.set(f,u,ot(o,[f])),begun:n,begin:f=>{n.add(f),l()},savedAt:(f,u)=>m.state(f,u),oldest:S(),disabled:o.state!=="active",about:P(o)};return vt(ae(),c`
      ${gt(m)}
      ${I(s.all,i,e)}
      ${T(r,i,p)}
      ${h(D(a("Done"),`#/patients/${e}`))}`,A(`#/patients/${e}`,P(o)))})}var pe={};q(pe,{title:()=>X,view:()=>Ne});var B="patient:new",_e=["mrn","given","family","birth_date"],X=()=>a("New patient");function Ne(t,{next:e},n){let o=e==="note",s={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},r=async()=>{let i=await pt(B);return i&&xe(i.value)&&(s.found=i),L()};return j(t,{patients:R("patient"),parts:$(r)},(i,m)=>Oe({...i,entry:s,toNote:o},Le(s,m,o,n)))}function Le(t,e,n,o){let s=O(t,e),r=i=>(Object.assign(t,{fields:i,problem:""}),e(),ct(B,i).catch(m=>(t.problem=m.message,e(),!1)));return{oldest:S(),change:(i,m)=>r(nt(t.fields,i,m)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:m,...l}=t.fields;return r(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await V(B),e()},create:()=>{ut(),t.asked=!0,e();let[i]=le(t.fields);return i?document.getElementById(te("identity",i))?.focus():t.busy||s(async()=>{let m=await Rt(t.fields);await V(B),await(n?F(m,o):w(`/patients/${m}`))})}}}var xe=t=>Object.values(t).some(e=>Object.values(e).some(n=>!_(n))),le=({identity:t={}})=>_e.filter(e=>!t[e]||e==="birth_date"&&!De(t[e])),De=t=>t>=mt(S())&&t<=g(),ce=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function Ee({value:t,at:e},n){let o=ce(t)||a("without a name"),s=at(new Date(e)).startsWith(g())?it(e):st(e);return c`${M("info",c`<strong>${a("Unfinished entry: {name}, {time}",{name:o,time:s})}</strong><p>${a("Is this the same person?")}</p>`)}
    ${h(y(a("Discard it"),n.empty),k(a("Continue this entry"),n.resume))}`}function Oe(t,e){let{entry:n,toNote:o}=t,{fields:s,found:r}=n;return c`
    <div class="page">
      ${o?A("#/",a("Home")):A("#/patients",a("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${X()}</h1>
        ${Object.keys(s).length?x(a("Start afresh"),e.empty):d}</div>
      ${r?Ee(r,e):Re(t,e)}
    </div>`}function Re({patients:t,parts:e,entry:n,toNote:o},s){let{fields:r,problem:i,busy:m,asked:l}=n,p=l?le(r):[],f=b=>e[0]?.fields.find(C=>C.name===b)?.label??b,u={...s,about:ce(r)||X()};return c`
    <p class="quiet">${a("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${T(e.slice(0,1),r,u)}
    ${I(t.all,r)}
    ${p.length?M("reason",a("Still needed: {list}",{list:p.map(f).join(", ")}),d,"alert"):d}
    ${T(e.slice(1),r,u)}
    ${E(i)}
    ${h(k(o?a("Create and begin the note"):a("Create the patient"),s.create,m))}`}export{ie as patient,me as patientEdit,pe as patientNew};
