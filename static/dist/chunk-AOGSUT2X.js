import{$a as h,Bc as k,Ec as et,Fd as it,Gd as rt,Kd as st,N as B,O as H,R as M,S as _,Sa as K,V as R,Va as S,W as b,Wa as D,X as V,Xa as A,Xe as at,Ye as C,Zc as nt,_a as Q,a as I,aa as z,ab as j,bb as X,ca as G,cb as Y,d as p,da as x,e as u,eb as $,g as m,ha as J,hb as Z,i as F,k as y,lb as O,ld as ot,o as U,s as W,sc as tt,ua as g,v as E,va as w,zc as P}from"./chunk-TGVTE7KV.js";var pt={};I(pt,{title:()=>lt,view:()=>$t});var mt=()=>({status:"active",known_since:b()}),N=(t,e,n,o)=>rt(t.fields,e,r=>st(r,n[e]?.[r.name],{unit:e,needed:r.required==="sign"&&y(n[e]?.[r.name]),saved:o.savedAt?.(e,r.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:s=>o.change(e,{[r.name]:s})}));function bt(t,e,n){let[o,...r]=t.fields;return p`<ul class="questions">${E(t,e).map(s=>{let i=e[s]??{},a=i[o.name]==="yes"||r.some(({name:c})=>i[c]);return p`<li class="question" data-answer=${i[o.name]??u}>
      ${N({fields:[{...o,label:W(t,s)??o.label}]},s,e,n)}
      ${a?p`<div class="form question-more">${N({fields:r.filter(({only_at:c})=>!c.length||c.includes(U(s)))},s,e,n)}</div>`:u}
    </li>`})}</ul>`}function gt(t,e,n){let o=[...n.begun].filter(l=>l.startsWith(`${t.unit}:`)),r={...Object.fromEntries(o.map(l=>[l,mt()])),...e},s={...n,change:(l,f)=>n.change(l,e[l]?f:{...mt(),...f})},i=E(t,e).filter(l=>!n.begun.has(l)),{remove:a}=n,c=()=>n.begin(`${t.unit}:${J()}`);return p`
    ${[...i,...o].map(l=>p`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${N(t,l,r,s)}</div>
      ${a?A(m("Remove this entry"),()=>a(l)):u}</fieldset>`)}
    ${n.disabled?u:S(m("Add to {section}",{section:t.label}),c,!1,"plus")}`}var ht=(t,e,n)=>t.repeats==="key"?bt(t,e,n):t.repeats==="id"?gt(t,e,n):p`<div class="form">${N(t,t.unit,e,n)}</div>`,v=(t,e,n)=>t.map(o=>p`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?p`<p class="hint">${o.help}</p>`:u}
      ${ht(o,e,n)}
    </section>`);var lt=()=>m("Edit patient");function $t(t,{id:e}){let n=new Set;return at(t,e,{patients:P("patient"),parts:k(w)},({patient:o,patients:r,parts:s,fields:i,saver:a,redraw:c})=>{let l={change:(f,d)=>a.set(f,d,H(o,[f])),begun:n,begin:f=>{n.add(f),c()},savedAt:(f,d)=>a.state(f,d),oldest:g(),disabled:o.state!=="active",about:O(o)};return Z(lt(),p`
      ${Y(a)}
      ${C(r.all,i,e)}
      ${v(s,i,l)}
      ${h(Q(m("Done"),`#/patients/${e}`))}`,$(`#/patients/${e}`,O(o)))})}var ut={};I(ut,{title:()=>q,view:()=>yt});var T="patient:new",vt=["mrn","given","family","birth_date"],q=()=>m("New patient");function yt(t,{next:e},n){let o=e==="note",r={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},s=async()=>{let i=await G(T);return i&&St(i.value)&&(r.found=i),w()};return et(t,{patients:P("patient"),parts:k(s)},(i,a)=>kt({...i,entry:r,toNote:o},wt(r,a,o,n)))}function wt(t,e,n,o){let r=tt(t,e),s=i=>(Object.assign(t,{fields:i,problem:""}),e(),z(T,i).catch(a=>(t.problem=a.message,e(),!1)));return{oldest:g(),change:(i,a)=>s(B(t.fields,i,a)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:a,...c}=t.fields;return s(c)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await x(T),e()},create:()=>{K(),t.asked=!0,e();let[i]=ct(t.fields);return i?document.getElementById(it("identity",i))?.focus():t.busy||r(async()=>{let a=await nt(t.fields);await x(T),await(n?ot(a,o):F(`/patients/${a}`))})}}}var St=t=>Object.values(t).some(e=>Object.values(e).some(n=>!y(n))),ct=({identity:t={}})=>vt.filter(e=>!t[e]||e==="birth_date"&&!At(t[e])),At=t=>t>=V(g())&&t<=b(),ft=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function Pt({value:t,at:e},n){let o=ft(t)||m("without a name"),r=R(new Date(e)).startsWith(b())?M(e):_(e);return p`${j("info",p`<strong>${m("Unfinished entry: {name}, {time}",{name:o,time:r})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${h(S(m("Discard it"),n.empty),D(m("Continue this entry"),n.resume))}`}function kt(t,e){let{entry:n,toNote:o}=t,{fields:r,found:s}=n;return p`
    <div class="page">
      ${o?$("#/",m("Home")):$("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${q()}</h1>
        ${Object.keys(r).length?A(m("Start afresh"),e.empty):u}</div>
      ${s?Pt(s,e):Ct(t,e)}
    </div>`}function Ct({patients:t,parts:e,entry:n,toNote:o},r){let{fields:s,problem:i,busy:a,asked:c}=n,l=c?ct(s):[],f=L=>e[0]?.fields.find(dt=>dt.name===L)?.label??L,d={...r,about:ft(s)||q()};return p`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${v(e.slice(0,1),s,d)}
    ${C(t.all,s)}
    ${l.length?j("reason",m("Still needed: {list}",{list:l.map(f).join(", ")}),u,"alert"):u}
    ${v(e.slice(1),s,d)}
    ${X(i)}
    ${h(D(o?m("Create and begin the note"):m("Create the patient"),r.create,a))}`}export{pt as patientEdit,ut as patientNew};
