import{a as Zt}from"./chunk-OUOKI4FP.js";import{a as oe,b as F}from"./chunk-DFEP6A37.js";import{f as te,g as ee,k as ne}from"./chunk-QI2JDMPE.js";import{c as ie}from"./chunk-JRQWIGPE.js";import{$c as Lt,Ab as W,Ca as ft,Da as S,Df as Yt,Ea as N,Hb as yt,Ka as dt,Kd as Ft,Ld as It,Mc as Tt,Md as Ut,Nc as E,Nd as j,Ne as Vt,Od as Bt,Pd as qt,Pe as Kt,Q as nt,Qc as Ct,R as ot,Rc as Q,T as it,Tc as _t,U as rt,Uc as O,V as st,Wb as $t,Wc as Nt,Xc as $,Xe as Mt,Y as at,Ye as Wt,Ze as Jt,_c as R,_e as zt,a as B,ba as g,bd as xt,ca as mt,cd as Dt,e as c,ea as lt,eb as ut,g as d,gd as Et,ha as ct,hb as bt,i as a,ib as y,ja as pt,jb as P,k as w,ka as H,kb as L,kc as wt,kd as Ot,m as C,mb as V,mc as J,nb as x,nc as St,oa as _,ob as h,oc as Pt,pb as K,pc as z,q as tt,qb as D,qc as kt,qe as Ht,rb as gt,rc as G,sb as ht,sc as At,tb as k,u as et,vd as Rt,wb as vt,wf as Gt,x as q,xb as M,yd as jt,yf as Qt,zf as Xt}from"./chunk-UUS5STAQ.js";var re={};B(re,{title:()=>de,view:()=>ue});var fe=[["pdf?audience=patient",()=>a("Patient's page (PDF)")],["pdf?audience=clinician",()=>a("Record (PDF)")],["csv",()=>"CSV"],["json",()=>"JSON"]],de=()=>a("Patient");function ue(t,{id:e},n){let o={patient:Ct("patient",e),notes:Q("note",{patientId:e}),calls:Q("follow_up",{patientId:e}),conflicts:_t({patientId:e}),status:lt,twins:Nt(dt,Bt),refused:Mt("patient",e),attached:Wt(e),parts:$(()=>ft("patient"))},s={problem:"",busy:!1},r;return R(t,o,(i,m)=>{let{patient:l}=i;return l?be({...i,patient:l},n,ye(l,s,m)):(r??=It(()=>Ft(e),Ut,m),r())})}function be({patient:t,notes:e,calls:n,conflicts:o,status:s,parts:r,twins:i,...m},l,p){let f=e.filter(v=>v.state!=="void").sort(kt),u=t.state==="active",b=u&&$t("patient.patch",l.user,t,l.forms),T=Qt(t,r,{report:b?()=>Vt(t):null}),Y=f.find(v=>J(v).performed==="treated"&&v.version>0),Z=Gt(t.fields).some(v=>v.open);return c`
    <div class="page patient">
      ${Yt(t,r)}
      ${qt(t,i.found,i.patients,b)}
      ${o.length?ht(`#/conflicts/${o[0].id}`,a("Written twice for this patient: {n}",{n:o.length})):d}
      ${zt(m.refused,l.forms)}
      ${t.local?.created?d:Jt(m.attached,l.forms,s)}
      ${Xt(t,e,{parts:r,forms:l.forms,begin:b?()=>he(t,e,l):null})}
      ${Z?T:d}
      ${M(a("Visits"),f.length?c`<ul class="list">${f.map(ve)}</ul>`:Lt(a("No visit yet"),a("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),f.length)}
      ${Y?Ht({note:Y,patient:t,calls:n,app:l},d):d}
      ${Z?d:T}
      ${ie(f.filter(Pt),l.forms)}
      ${$e(t,s,p)}
      ${h(u&&V(a("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Et(l)&&ge(t,f.find(St),l))}
    </div>`}var ge=(t,e,n)=>e&&z(e)===g()?x(a("Go on with the note of today"),G(e)):P(a("New note"),()=>j(t.id,n),!1,"plus");async function he(t,e,{forms:n}){let o=Dt(t,e,n).find(({unit:m,running:l})=>!m&&l),s=`course:${_()}`,r=`/patients/${t.id}/part/${s}`;if(!o)return w(r);let i=xt(e).filter(({sessions_planned:m})=>m);return await jt("patient",t.id,s,{started_on:i[0].session_date,sessions_planned:o.m,...o.weeks?{interval_weeks:o.weeks}:{}}),w(r)}function ve(t){let e=Kt(t.fields),{prp:n}=t.fields;return wt({href:G(t),title:c`<b class="row-date">${it(z(t))}</b> ${At(t)}`,detail:bt(t.author_name,J(t).deferral_reason,e.length&&a("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),n?.used&&n.volume_ml&&a("PRP {n} mL",{n:n.volume_ml})),end:Ot(t)})}function ye(t,e,n){let o=E(e,n,Tt(a("The server could not be reached. The file could not be created."))),s=r=>async()=>{let i=await Zt(t.id,r);yt(i.name,i.blob)};return{keys:()=>fe.map(([r,i])=>y(i(),()=>o(s(r)),e.busy)),problem:()=>D(e.problem)}}function $e(t,e,n){let o=e.connection==="online"&&!t.local?.created;return M(a("Summary to hand over"),c`
    <div class="cluster">
      ${V(a("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${o?n.keys():d}
    </div>
    ${n.problem()}
    ${o?d:c`<p class="hint">${a("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var me={};B(me,{title:()=>ae,view:()=>Ce});var se=()=>({status:"active",known_since:g()});function we(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:g()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var Se=({fields:t},e={})=>({fields:t.filter(({name:n})=>n==="ruled_out_on"?e.status==="inactive"||e[n]:n!=="noted_for"||e[n]?.length)}),Pe=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),I=(t,e,n,o)=>ee(t.fields,e,s=>ne(s,n[e]?.[s.name],{unit:e,needed:s.required==="sign"&&C(n[e]?.[s.name]),saved:o.savedAt?.(e,s.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:r=>o.change(e,{[s.name]:r})}));function ke(t,e,n){let[o,...s]=t.fields;return c`<ul class="questions">${q(t,e).map(r=>{let i=e[r]??{},m=i[o.name]==="yes"||s.some(({name:l})=>i[l]);return c`<li class="question" data-answer=${i[o.name]??d}>
      ${I({fields:[{...o,label:et(t,r)??o.label}]},r,e,n)}
      ${m?c`<div class="form question-more">${I({fields:s.filter(({only_at:l})=>!l.length||l.includes(tt(r)))},r,e,n)}</div>`:d}
    </li>`})}</ul>`}function Ae(t,e,n){let o=[...n.begun].filter(p=>p.startsWith(`${t.unit}:`)),s={...Object.fromEntries(o.map(p=>[p,se()])),...e},r={...n,change:(p,f)=>{let u=e[p]?f:{...se(),...f},b=t.unit==="allergy"?{...u,...we(e[p]??{},f)}:u;return t.unit==="allergy"&&Pe(e,{...e[p],...b})&&n.change("allergy_status",{none_known:"no"}),n.change(p,b)}},i=q(t,e).filter(p=>!n.begun.has(p)),{remove:m}=n,l=()=>n.begin(`${t.unit}:${_()}`);return c`
    ${[...i,...o].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${I(Se(t,s[p]),p,s,r)}</div>
      ${m?L(a("Remove this entry"),()=>m(p)):d}</fieldset>`)}
    ${n.disabled?d:y(a("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Te=(t,e,n)=>t.repeats==="key"?ke(t,e,n):t.repeats==="id"?Ae(t,e,n):c`<div class="form">${I(t,t.unit,e,n)}</div>`,A=(t,e,n)=>t.map(o=>c`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?c`<p class="hint">${o.help}</p>`:d}
      ${Te(o,e,n)}
    </section>`);var ae=()=>a("Edit patient");function Ce(t,{id:e}){let n=new Set;return oe(t,e,{patients:O("patient"),parts:$(N)},({patient:o,patients:s,parts:r,fields:i,saver:m,redraw:l})=>{let p={change:(f,u)=>m.set(f,u,ot(o,[f])),begun:n,begin:f=>{n.add(f),l()},savedAt:(f,u)=>m.state(f,u),oldest:S(),disabled:o.state!=="active",about:W(o)};return vt(ae(),c`
      ${gt(m)}
      ${F(s.all,i,e)}
      ${A(r,i,p)}
      ${h(x(a("Done"),`#/patients/${e}`))}`,k(`#/patients/${e}`,W(o)))})}var pe={};B(pe,{title:()=>X,view:()=>Ne});var U="patient:new",_e=["mrn","given","family","birth_date"],X=()=>a("New patient");function Ne(t,{next:e},n){let o=e==="note",s={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},r=async()=>{let i=await pt(U);return i&&xe(i.value)&&(s.found=i),N()};return R(t,{patients:O("patient"),parts:$(r)},(i,m)=>Oe({...i,entry:s,toNote:o},Le(s,m,o,n)))}function Le(t,e,n,o){let s=E(t,e),r=i=>(Object.assign(t,{fields:i,problem:""}),e(),ct(U,i).catch(m=>(t.problem=m.message,e(),!1)));return{oldest:S(),change:(i,m)=>r(nt(t.fields,i,m)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:m,...l}=t.fields;return r(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await H(U),e()},create:()=>{ut(),t.asked=!0,e();let[i]=le(t.fields);return i?document.getElementById(te("identity",i))?.focus():t.busy||s(async()=>{let m=await Rt(t.fields);await H(U),await(n?j(m,o):w(`/patients/${m}`))})}}}var xe=t=>Object.values(t).some(e=>Object.values(e).some(n=>!C(n))),le=({identity:t={}})=>_e.filter(e=>!t[e]||e==="birth_date"&&!De(t[e])),De=t=>t>=mt(S())&&t<=g(),ce=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function Ee({value:t,at:e},n){let o=ce(t)||a("without a name"),s=at(new Date(e)).startsWith(g())?rt(e):st(e);return c`${K("info",c`<strong>${a("Unfinished entry: {name}, {time}",{name:o,time:s})}</strong><p>${a("Is this the same person?")}</p>`)}
    ${h(y(a("Discard it"),n.empty),P(a("Continue this entry"),n.resume))}`}function Oe(t,e){let{entry:n,toNote:o}=t,{fields:s,found:r}=n;return c`
    <div class="page">
      ${o?k("#/",a("Home")):k("#/patients",a("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${X()}</h1>
        ${Object.keys(s).length?L(a("Start afresh"),e.empty):d}</div>
      ${r?Ee(r,e):Re(t,e)}
    </div>`}function Re({patients:t,parts:e,entry:n,toNote:o},s){let{fields:r,problem:i,busy:m,asked:l}=n,p=l?le(r):[],f=b=>e[0]?.fields.find(T=>T.name===b)?.label??b,u={...s,about:ce(r)||X()};return c`
    <p class="quiet">${a("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${A(e.slice(0,1),r,u)}
    ${F(t.all,r)}
    ${p.length?K("reason",a("Still needed: {list}",{list:p.map(f).join(", ")}),d,"alert"):d}
    ${A(e.slice(1),r,u)}
    ${D(i)}
    ${h(P(o?a("Create and begin the note"):a("Create the patient"),s.create,m))}`}export{re as patient,me as patientEdit,pe as patientNew};
