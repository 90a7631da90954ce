import{a as te}from"./chunk-FOE5MBTR.js";import{a as ie,b as I}from"./chunk-P6FA6L2W.js";import{f as ee,g as ne,k as oe}from"./chunk-RIJY2QOZ.js";import{c as re}from"./chunk-QWCC4D2G.js";import{$c as xt,Ba as ft,Ca as k,Da as N,Db as yt,Df as Zt,Hb as $t,Ja as dt,Kd as It,Ld as Ut,Mc as Ct,Md as Bt,Nc as E,Nd as F,Ne as Kt,Od as qt,P as nt,Pd as Ht,Pe as Mt,Q as ot,Qc as _t,Rc as Q,S as it,T as rt,Tc as Nt,U as st,Uc as R,Wb as wt,Wc as Lt,X as at,Xc as w,Xe as Wt,Ye as Jt,Ze as zt,_c as j,_e as Gt,a as q,aa as g,ba as mt,bd as Dt,cd as Ot,da as lt,db as ut,e as c,g as f,ga as ct,gb as bt,gd as Et,hb as $,i as s,ia as pt,ib as T,ja as V,jb as L,k as S,kc as St,kd as Rt,lb as K,m as C,mb as x,mc as J,na as _,nb as h,nc as kt,ob as D,oc as Tt,pb as O,pc as z,q as tt,qb as gt,qc as Pt,qe as Vt,rb as ht,rc as G,sb as P,sc as At,u as et,vb as vt,vd as jt,wb as M,wf as Qt,x as H,yd as Ft,yf as Xt,zb as W,zf as Yt}from"./chunk-LFHON5CT.js";var se={};q(se,{title:()=>ue,view:()=>be});var de=[["pdf?audience=patient",()=>s("Patient's page (PDF)")],["pdf?audience=clinician",()=>s("Record (PDF)")],["csv",()=>"CSV"],["json",()=>"JSON"]],ue=()=>s("Patient");function be(t,{id:e},n){let o={patient:_t("patient",e),notes:Q("note",{patientId:e}),calls:Q("follow_up",{patientId:e}),conflicts:Nt({patientId:e}),status:lt,twins:Lt(dt,qt),refused:Wt("patient",e),attached:Jt(e),parts:w(()=>ft("patient"))},a={problem:"",busy:!1},r;return j(t,o,(i,m)=>{let{patient:l}=i;return l?ge({...i,patient:l},n,$e(l,a,m)):(r??=Ut(()=>It(e),Bt,m),r())})}function ge({patient:t,notes:e,calls:n,conflicts:o,status:a,parts:r,twins:i,...m},l,p){let d=e.filter(y=>y.state!=="void").sort(Pt),u=t.state==="active",b=u&&wt("patient.patch",l.user,t,l.forms),v=Xt(t,r,{report:b?()=>Kt(t):null}),Y=d.find(y=>J(y).performed==="treated"&&y.version>0),Z=Qt(t.fields).some(y=>y.open);return c`
    <div class="page patient">
      ${Zt(t,r)}
      ${Ht(t,i.found,i.patients,b)}
      ${o.length?ht(`#/conflicts/${o[0].id}`,s("Written twice for this patient: {n}",{n:o.length})):f}
      ${Gt(m.refused,l.forms)}
      ${t.local?.created?f:zt(m.attached,l.forms,a)}
      ${Yt(t,e,{parts:r,forms:l.forms,begin:b?()=>ve(t,e,l):null})}
      ${Z?v:f}
      ${M(s("Visits"),d.length?c`<ul class="list">${d.map(ye)}</ul>`:xt(s("No visit yet"),s("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),d.length)}
      ${Y?Vt({note:Y,patient:t,calls:n,app:l},f):f}
      ${Z?f:v}
      ${re(d.filter(Tt),l.forms)}
      ${we(t,a,p)}
      ${h(u&&K(s("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Et(l)&&he(t,d.find(kt),l))}
    </div>`}var he=(t,e,n)=>e&&z(e)===g()?x(s("Go on with the note of today"),G(e)):T(s("New note"),()=>F(t.id,n),!1,"plus");async function ve(t,e,{forms:n}){let o=Ot(t,e,n).find(({unit:m,running:l})=>!m&&l),a=`course:${_()}`,r=`/patients/${t.id}/part/${a}`;if(!o)return S(r);let i=Dt(e).filter(({sessions_planned:m})=>m);return await Ft("patient",t.id,a,{started_on:i[0].session_date,sessions_planned:o.m,...o.weeks?{interval_weeks:o.weeks}:{}}),S(r)}function ye(t){let e=Mt(t.fields),{prp:n}=t.fields;return St({href:G(t),title:c`<b class="row-date">${it(z(t))}</b> ${At(t)}`,detail:bt(t.author_name,J(t).deferral_reason,e.length&&s("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),n?.used&&n.volume_ml&&s("PRP {n} mL",{n:n.volume_ml})),end:Rt(t)})}function $e(t,e,n){let o=E(e,n,Ct(s("The server could not be reached. The file could not be created."))),a=r=>async()=>{let i=await te(t.id,r);$t(i.name,i.blob)};return{keys:()=>de.map(([r,i])=>$(i(),()=>o(a(r)),e.busy)),problem:()=>O(e.problem)}}function we(t,e,n){let o=e.connection==="online"&&!t.local?.created;return M(s("Summary to hand over"),c`
    <div class="cluster">
      ${K(s("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${o?n.keys():f}
    </div>
    ${n.problem()}
    ${o?f:c`<p class="hint">${s("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var le={};q(le,{title:()=>me,view:()=>_e});var ae=()=>({status:"active",known_since:g()});function Se(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:g()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var ke=({fields:t},e={})=>({fields:t.filter(({name:n})=>n==="ruled_out_on"?e.status==="inactive"||e[n]:n!=="noted_for"||e[n]?.length)}),Te=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),U=(t,e,n,o)=>ne(t.fields,e,a=>oe(a,n[e]?.[a.name],{unit:e,needed:a.required==="sign"&&C(n[e]?.[a.name]),saved:o.savedAt?.(e,a.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:r=>o.change(e,{[a.name]:r})}));function Pe(t,e,n){let[o,...a]=t.fields;return c`<ul class="questions">${H(t,e).map(r=>{let i=e[r]??{},m=i[o.name]==="yes"||a.some(({name:l})=>i[l]);return c`<li class="question" data-answer=${i[o.name]??f}>
      ${U({fields:[{...o,label:et(t,r)??o.label}]},r,e,n)}
      ${m?c`<div class="form question-more">${U({fields:a.filter(({only_at:l})=>!l.length||l.includes(tt(r)))},r,e,n)}</div>`:f}
    </li>`})}</ul>`}function Ae(t,e,n){let o=[...n.begun].filter(p=>p.startsWith(`${t.unit}:`)),a={...Object.fromEntries(o.map(p=>[p,ae()])),...e},r={...n,change:(p,d)=>{let u=e[p]?d:{...ae(),...d},b=t.unit==="allergy"?{...u,...Se(e[p]??{},d)}:u;return t.unit==="allergy"&&Te(e,{...e[p],...b})&&n.change("allergy_status",{none_known:"no"}),n.change(p,b)}},i=H(t,e).filter(p=>!n.begun.has(p)),{remove:m}=n,l=()=>n.begin(`${t.unit}:${_()}`);return c`
    ${[...i,...o].map(p=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${U(ke(t,a[p]),p,a,r)}</div>
      ${m?L(s("Remove this entry"),()=>m(p)):f}</fieldset>`)}
    ${n.disabled?f:$(s("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Ce=(t,e,n)=>t.repeats==="key"?Pe(t,e,n):t.repeats==="id"?Ae(t,e,n):c`<div class="form">${U(t,t.unit,e,n)}</div>`,A=(t,e,n)=>t.map(o=>c`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?c`<p class="hint">${o.help}</p>`:f}
      ${Ce(o,e,n)}
    </section>`);var me=()=>s("Edit patient");function _e(t,{id:e}){let n=new Set;return ie(t,e,{patients:R("patient"),parts:w(N)},({patient:o,patients:a,parts:r,fields:i,saver:m,redraw:l})=>{let p={change:(d,u)=>m.set(d,u,ot(o,[d])),begun:n,begin:d=>{n.add(d),l()},savedAt:(d,u)=>m.state(d,u),oldest:k(),disabled:o.state!=="active",about:W(o)};return vt(me(),c`
      ${gt(m)}
      ${I(a.all,i,e)}
      ${A(r,i,p)}
      ${h(x(s("Done"),`#/patients/${e}`))}`,P(`#/patients/${e}`,W(o)))})}var fe={};q(fe,{title:()=>X,view:()=>Le});var B="patient:new",Ne=["mrn","given","family","birth_date"],X=()=>s("New patient");function Le(t,{next:e},n){let o=e==="note",a={fields:{},begun:new Set,found:null,problem:"",busy:!1,isTaken:()=>!1,asked:!1},r=async()=>{let i=await pt(B);return i&&De(i.value)&&(a.found=i),N()};return j(t,{patients:R("patient"),parts:w(r)},(i,m)=>Re({...i,entry:a,toNote:o},xe(a,m,o,n)))}function xe(t,e,n,o){let a=E(t,e),r=i=>(Object.assign(t,{fields:i,problem:""}),e(),ct(B,i).catch(m=>(t.problem=m.message,e(),!1)));return{oldest:k(),change:(i,m)=>r(nt(t.fields,i,m)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:m,...l}=t.fields;return r(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await V(B),e()},create:()=>{ut(),t.asked=!0,e();let[i]=[...ce(t.fields),...t.isTaken(t.fields)?["mrn"]:[]];return i?document.getElementById(ee("identity",i))?.focus():t.busy||a(async()=>{let m=await jt(t.fields);await V(B),await(n?F(m,o):S(`/patients/${m}`))})}}}var De=t=>Object.values(t).some(e=>Object.values(e).some(n=>!C(n))),ce=({identity:t={}})=>Ne.filter(e=>!t[e]||e==="birth_date"&&!Oe(t[e])),Oe=t=>t>=mt(k())&&t<=g(),pe=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function Ee({value:t,at:e},n){let o=pe(t)||s("without a name"),a=at(new Date(e)).startsWith(g())?rt(e):st(e);return c`${D("info",c`<strong>${s("Unfinished entry: {name}, {time}",{name:o,time:a})}</strong><p>${s("Is this the same person?")}</p>`)}
    ${h($(s("Discard it"),n.empty),T(s("Continue this entry"),n.resume))}`}function Re(t,e){let{entry:n,toNote:o}=t,{fields:a,found:r}=n;return c`
    <div class="page">
      ${o?P("#/",s("Home")):P("#/patients",s("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${X()}</h1>
        ${Object.keys(a).length?L(s("Start afresh"),e.empty):f}</div>
      ${r?Ee(r,e):je(t,e)}
    </div>`}function je({patients:t,parts:e,entry:n,toNote:o},a){let{fields:r,problem:i,busy:m,asked:l}=n;n.isTaken=({identity:b={}})=>t.all.some(v=>yt(v,b));let p=l?ce(r):[],d=b=>e[0]?.fields.find(v=>v.name===b)?.label??b,u={...a,about:pe(r)||X()};return c`
    <p class="quiet">${s("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${A(e.slice(0,1),r,u)}
    ${I(t.all,r)}
    ${l&&n.isTaken(r)?D("block",s("A record number belongs to one patient. Open that one, or enter another number."),f,"alert"):f}
    ${p.length?D("reason",s("Still needed: {list}",{list:p.map(d).join(", ")}),f,"alert"):f}
    ${A(e.slice(1),r,u)}
    ${O(i)}
    ${h(T(o?s("Create and begin the note"):s("Create the patient"),a.create,m))}`}export{se as patient,le as patientEdit,fe as patientNew};
