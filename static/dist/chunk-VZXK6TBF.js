import{a as fe}from"./chunk-LNIGSK36.js";import{a as ge,b as q}from"./chunk-SJK2ARXV.js";import{f as ue,g as he,k as be}from"./chunk-ONHGUKLC.js";import{Ab as Tt,Bd as Ut,Db as Ct,De as Yt,Eb as S,Ee as Zt,Fb as P,Fd as qt,Fe as te,Gb as j,Ib as I,Ja as gt,Jb as H,Jc as Nt,Ka as vt,Kb as v,Ke as ee,Lb as M,Lc as et,Ma as $t,Mb as x,Mc as Dt,Na as yt,Nb as kt,Nc as Ft,Ob as At,Oc as $,Oe as oe,Pb as L,Pc as Rt,Qa as Y,Qc as ot,Qd as Wt,Rc as Et,Sb as Pt,Tb as Z,Td as Kt,Uf as le,Wb as _,Wf as ce,Xa as wt,Xf as pe,Ya as A,Yf as de,Za as O,_b as xt,a as z,aa as mt,ba as lt,cc as Lt,da as g,db as St,e as p,ea as ct,f as Q,fa as pt,fe as Gt,g as d,gd as Ot,ge as Jt,hd as D,he as zt,i as m,ia as dt,ie as U,je as Qt,jf as ne,k,kd as jt,ke as Xt,ld as nt,lf as re,na as b,nd as It,oa as ft,od as V,pa as ut,qc as _t,qd as Ht,rd as T,s as R,sa as ht,tc as tt,tf as ie,ua as bt,ud as B,uf as se,va as X,vd as Mt,vf as ae,wc as N,wf as me,xd as Vt,yd as Bt,za as E}from"./chunk-2HJ3MISR.js";var Se={};z(Se,{title:()=>je,view:()=>Ie});var[W,K,C]=[320,96,10];function Le({points:t,lowest:e,highest:o}){let n=t.map(({date:r})=>Date.parse(r)),[i,s]=[n[0],n[n.length-1]-n[0]];return t.map(({value:r},a)=>({x:s?C+(n[a]-i)/s*(W-2*C):W/2,y:K-C-(r-e)/(o-e||1)*(K-2*C)}))}var _e=({date:t,words:e})=>m("{value} on {date}",{value:e,date:g(t)});function ve(t){let{label:e,points:o,lowest:n,highest:i}=t,s=Le(t),[r,a]=[o[0],o[o.length-1]];return p`<figure class="chart">
    <figcaption><span class="label">${e}</span><span class="figure">${N(r.value)} → ${N(a.value)}</span></figcaption>
    <svg viewBox="0 0 ${W} ${K}" role="img" aria-label="${e}: ${o.map(_e).join("; ")}">
      ${[n,i].map((l,c)=>Q`<path class="chart-edge" d="M0 ${c?C:K-C}H${W}"></path>`)}
      <path class="chart-line" d="M${s.map(({x:l,y:c})=>`${l.toFixed(1)} ${c.toFixed(1)}`).join("L")}"></path>
      ${s.map(({x:l,y:c})=>Q`<circle class="chart-point" cx=${l.toFixed(1)} cy=${c.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${g(r.date)}</span><span>${g(a.date)}</span></p>
  </figure>`}function $e(t){let e=[...new Set(t.flatMap(({points:n})=>n.map(({date:i})=>i)))].sort(),o=(n,i)=>n.points.findLast(s=>s.date===i)?.words??"\u2013";return p`<table class="chart-table"><thead><tr><th scope="col">${m("Date")}</th>${t.map(({label:n})=>p`<th scope="col">${n}</th>`)}</tr></thead>
    <tbody>${e.map(n=>p`<tr><th scope="row">${g(n)}</th>${t.map(i=>p`<td>${o(i,n)}</td>`)}</tr>`)}</tbody></table>`}var Ne=["gb_quant","ecca"],De=[["outcome","gais_clinician",1,5],["needling","pain_nrs",0,10],["obs:T0","erythema",0,4]];function ye(t,{label:e,value:o,words:n,lowest:i,highest:s}){let r=t.map(a=>({date:$(a),value:o(a.fields)})).filter(a=>typeof a.value=="number");return{label:e,points:r.map(a=>({...a,words:n(a.value)})),lowest:i,highest:s??Math.max(...r.map(a=>a.value))}}var Fe=(t,{limits:e})=>te.filter(({fact:o})=>Ne.includes(o)).map(({fact:o,heading:n})=>ye(t,{label:n(),value:({assessment:i={}})=>_t(i,e)[o],words:N,lowest:0})),Re=(t,{record_types:{note:e}})=>De.map(([o,n,i,s])=>{let r=$t(vt(e.sections,o),n),a=o==="obs:T0"?m("{field}, right after",{field:r.label}):r.label;return ye(t,{label:a,value:l=>l[o]?.[n],words:l=>ee(r,l),lowest:i,highest:s})}),Ee=t=>[...t].sort((e,o)=>$(e).localeCompare($(o)));function we(t,e){if(!e)return d;let o=Ee(t),n=[...Fe(o,e),...Re(o,e)].filter(({points:i})=>i.length>1);return n.length?p`<section class="group"><h2 class="group-title">${m("Over the visits")}</h2>
    <div class="grid charts">${n.map(ve)}</div>
    <details class="more"><summary>${m("As a table")}</summary><div class="chart-scroll" tabindex="0" role="region" aria-label=${m("Over the visits")}>${$e(n)}</div></details></section>`:d}var Oe=[["pdf?audience=patient",()=>m("Patient's page (PDF)")],["pdf?audience=clinician",()=>m("Record (PDF)")],["csv",()=>"CSV"],["json",()=>"JSON"]],je=()=>m("Patient");function Ie(t,{id:e},o){let n={patient:jt("patient",e),notes:nt("note",{patientId:e}),calls:nt("follow_up",{patientId:e}),conflicts:It({patientId:e}),status:ut,twins:Ht(St,Qt),refused:ie("patient",e),attached:se(e),parts:T(()=>wt("patient"))},i={problem:"",busy:!1},s={problem:""},r;return B(t,n,(a,l)=>{let{patient:c}=a;return c?He({...a,patient:c,ui:s,attempt:D(s,l)},o,Ue(c,i,l)):(r??=Jt(()=>Gt(e),zt,l),r())})}function He({patient:t,notes:e,calls:o,conflicts:n,status:i,parts:s,twins:r,...a},l,c){let f=e.filter(w=>w.state!=="void").sort(Rt),u=t.state==="active",h=u&&tt("patient.patch",l.user,t,l.forms),y=ce(t,s,{report:h?()=>ne(t):null}),it=f.find(w=>et(w).performed==="treated"&&w.version>0),st={record:t,about:_(t),app:l,attempt:a.attempt},at=le(t.fields).some(w=>w.open);return p`
    <div class="page patient">
      ${de(t,s)}
      ${x(a.ui.problem)}${Zt(st)}
      ${Xt(t,r.found,r.patients,h)}
      ${n.length?At(`#/conflicts/${n[0].id}`,m("Written twice for this patient: {n}",{n:n.length})):d}
      ${me(a.refused,l.forms)}
      ${t.local?.created?d:ae(a.attached,l.forms,i)}
      ${pe(t,e,{parts:s,forms:l.forms,begin:h?()=>Ve(t,e,l):null})}
      ${at?y:d}
      ${Z(m("Visits"),f.length?p`<ul class="list">${f.map(Be)}</ul>`:Mt(m("No visit yet"),m("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you.")),f.length)}
      ${it?oe({note:it,patient:t,calls:o,app:l},d):d}
      ${at?d:y}
      ${we(f.filter(Ft),l.forms)}
      ${qe(t,i,c)}
      ${tt("audit.read",l.user,t,l.forms)&&!t.local?.created?p`<p>${I(m("Who saw and did what"),`#/audit?patient=${t.id}`)}</p>`:d}
      ${v((!u||!e.length)&&Yt(st),u&&I(m("Edit"),`#/patients/${t.id}/edit`,"edit"),u&&Ut(l)&&Me(t,f.find(Dt),l))}
    </div>`}var Me=(t,e,o)=>e&&$(e)===b()?H(m("Go on with the note of today"),ot(e)):P(m("New note"),()=>U(t.id,o),!1,"plus");async function Ve(t,e,{forms:o}){let n=Bt(t,e,o).find(({unit:a,running:l})=>!a&&l),i=`course:${E()}`,s=`/patients/${t.id}/part/${i}`;if(!n)return k(s);let r=Vt(e).filter(({sessions_planned:a})=>a);return await Kt("patient",t.id,i,{started_on:r[0].session_date,sessions_planned:n.m,...n.weeks?{interval_weeks:n.weeks}:{}}),k(s)}function Be(t){let e=re(t.fields),{prp:o}=t.fields;return Nt({href:ot(t),title:p`<b class="row-date">${g($(t))}</b> ${Et(t)}`,detail:Ct(t.author_name,et(t).deferral_reason,e.length&&m("{depth} mm",{depth:[...new Set([e[0],e.at(-1)])].join("\u2013")}),o?.used&&o.volume_ml&&m("PRP {n} mL",{n:o.volume_ml})),end:qt(t)})}function Ue(t,e,o){let n=D(e,o,Ot(m("The server could not be reached. The file could not be created."))),i=s=>async()=>{let r=await fe(t.id,s);Lt(r.name,r.blob)};return{keys:()=>Oe.map(([s,r])=>S(r(),()=>n(i(s)),e.busy)),problem:()=>x(e.problem)}}function qe(t,e,o){let n=e.connection==="online"&&!t.local?.created;return Z(m("Summary to hand over"),p`
    <div class="cluster">
      ${I(m("Print on this tablet"),`#/patients/${t.id}/print`,"print")}
      ${n?o.keys():d}
    </div>
    ${o.problem()}
    ${n?d:p`<p class="hint">${m("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}`)}var ke={};z(ke,{title:()=>Ce,view:()=>Xe});var Te=()=>({status:"active",known_since:b()});function We(t,e){return e.status==="inactive"&&!t.ruled_out_on?{ruled_out_on:b()}:e.status==="active"&&t.ruled_out_on?{ruled_out_on:null}:{}}var Ke=({fields:t},e={})=>({fields:t.filter(({name:o})=>o==="ruled_out_on"?e.status==="inactive"||e[o]:o!=="noted_for"||e[o]?.length)}),Ge=(t,e)=>t.allergy_status?.none_known==="yes"&&e.status!=="inactive"&&!!(e.substance||e.name),G=(t,e,o,n)=>he(t.fields,e,i=>be(i,o[e]?.[i.name],{unit:e,needed:i.required==="sign"&&R(o[e]?.[i.name]),saved:n.savedAt?.(e,i.name)??null,disabled:n.disabled,about:n.about,oldest:n.oldest,onChange:s=>n.change(e,{[i.name]:s})}));function Je(t,e,o){let[n,...i]=t.fields;return p`<ul class="questions">${Y(t,e).map(s=>{let r=e[s]??{},a=r[n.name]==="yes"||i.some(({name:l})=>r[l]);return p`<li class="question" data-answer=${r[n.name]??d}>
      ${G({fields:[{...n,label:yt(t,s)??n.label}]},s,e,o)}
      ${a?p`<div class="form question-more">${G({fields:i.filter(({only_at:l})=>!l.length||l.includes(gt(s)))},s,e,o)}</div>`:d}
    </li>`})}</ul>`}function ze(t,e,o){let n=[...o.begun].filter(c=>c.startsWith(`${t.unit}:`)),i={...Object.fromEntries(n.map(c=>[c,Te()])),...e},s={...o,change:(c,f)=>{let u=e[c]?f:{...Te(),...f},h=t.unit==="allergy"?{...u,...We(e[c]??{},f)}:u;return t.unit==="allergy"&&Ge(e,{...e[c],...h})&&o.change("allergy_status",{none_known:"no"}),o.change(c,h)}},r=Y(t,e).filter(c=>!o.begun.has(c)),{remove:a}=o,l=()=>o.begin(`${t.unit}:${E()}`);return p`
    ${[...r,...n].map(c=>p`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${G(Ke(t,i[c]),c,i,s)}</div>
      ${a?j(m("Remove this entry"),()=>a(c)):d}</fieldset>`)}
    ${o.disabled?d:S(m("Add to {section}",{section:t.label}),l,!1,"plus")}`}var Qe=(t,e,o)=>t.repeats==="key"?Je(t,e,o):t.repeats==="id"?ze(t,e,o):p`<div class="form">${G(t,t.unit,e,o)}</div>`,F=(t,e,o)=>t.map(n=>p`
    <section class="form-section" id="section-${n.unit}">
      <h2>${n.label}</h2>
      ${n.help?p`<p class="hint">${n.help}</p>`:d}
      ${Qe(n,e,o)}
    </section>`);var Ce=()=>m("Edit patient");function Xe(t,{id:e}){let o=new Set;return ge(t,e,{patients:V("patient"),parts:T(O)},({patient:n,patients:i,parts:s,fields:r,saver:a,redraw:l})=>{let c={change:(f,u)=>a.set(f,u,lt(n,[f])),begun:o,begin:f=>{o.add(f),l()},savedAt:(f,u)=>a.state(f,u),oldest:A(),disabled:n.state!=="active",about:_(n)};return Pt(Ce(),p`
      ${kt(a)}
      ${q(i.all,r,e)}
      ${F(s,r,c)}
      ${v(H(m("Done"),`#/patients/${e}`))}`,L(`#/patients/${e}`,_(n)))})}var xe={};z(xe,{title:()=>rt,view:()=>Ze});var J="patient:new",Ye=["mrn","given","family","birth_date"],rt=()=>m("New patient");function Ze(t,{next:e},o){let n=e==="note",i={fields:{},begun:new Set,found:null,problem:"",busy:!1,isTaken:()=>!1,asked:!1},s=async()=>{let r=await bt(J);return r&&eo(r.value)&&(i.found=r),O()};return B(t,{patients:V("patient"),parts:T(s)},(r,a)=>ro({...r,entry:i,toNote:n},to(i,a,n,o)))}function to(t,e,o,n){let i=D(t,e),s=r=>(Object.assign(t,{fields:r,problem:""}),e(),ht(J,r).catch(a=>(t.problem=a.message,e(),!1)));return{oldest:A(),change:(r,a)=>s(mt(t.fields,r,a)),begun:t.begun,begin:r=>{t.begun.add(r),e()},remove:r=>{t.begun.delete(r);let{[r]:a,...l}=t.fields;return s(l)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await X(J),e()},create:()=>{Tt(),t.asked=!0,e();let[r]=[...Ae(t.fields),...t.isTaken(t.fields)?["mrn"]:[]];return r?document.getElementById(ue("identity",r))?.focus():t.busy||i(async()=>{let a=await Wt(t.fields);await X(J),await(o?U(a,n):k(`/patients/${a}`))})}}}var eo=t=>Object.values(t).some(e=>Object.values(e).some(o=>!R(o))),Ae=({identity:t={}})=>Ye.filter(e=>!t[e]||e==="birth_date"&&!oo(t[e])),oo=t=>t>=ft(A())&&t<=b(),Pe=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function no({value:t,at:e},o){let n=Pe(t)||m("without a name"),i=dt(new Date(e)).startsWith(b())?ct(e):pt(e);return p`${M("info",p`<strong>${m("Unfinished entry: {name}, {time}",{name:n,time:i})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${v(S(m("Discard it"),o.empty),P(m("Continue this entry"),o.resume))}`}function ro(t,e){let{entry:o,toNote:n}=t,{fields:i,found:s}=o;return p`
    <div class="page">
      ${n?L("#/",m("Home")):L("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${rt()}</h1>
        ${Object.keys(i).length?j(m("Start afresh"),e.empty):d}</div>
      ${s?no(s,e):io(t,e)}
    </div>`}function io({patients:t,parts:e,entry:o,toNote:n},i){let{fields:s,problem:r,busy:a,asked:l}=o;o.isTaken=({identity:h={}})=>t.all.some(y=>xt(y,h));let c=l?Ae(s):[],f=h=>e[0]?.fields.find(y=>y.name===h)?.label??h,u={...i,about:Pe(s)||rt()};return p`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${F(e.slice(0,1),s,u)}
    ${q(t.all,s)}
    ${l&&o.isTaken(s)?M("block",m("A record number belongs to one patient. Open that one, or enter another number."),d,"alert"):d}
    ${c.length?M("reason",m("Still needed: {list}",{list:c.map(f).join(", ")}),d,"alert"):d}
    ${F(e.slice(1),s,u)}
    ${x(r)}
    ${v(P(n?m("Create and begin the note"):m("Create the patient"),i.create,a))}`}export{Se as patient,ke as patientEdit,xe as patientNew};
