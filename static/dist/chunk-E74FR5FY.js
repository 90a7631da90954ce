import{b as ot}from"./chunk-T6C7W5E2.js";import{b as st,c as k}from"./chunk-TTLPK6T2.js";import"./chunk-EEVON7FG.js";import"./chunk-CCZPIDSA.js";import{b as B,d as W,f as H,g as E,j as tt}from"./chunk-2476XJV5.js";import{n as b,o as $}from"./chunk-6JYJASEG.js";import"./chunk-5FDF3EOR.js";import"./chunk-TDEEO72D.js";import{$a as Q,Ga as _,Ja as y,Ka as x,La as w,Oa as G,Ob as S,Pa as g,Qa as D,Qc as it,Ra as z,Rb as P,Rc as at,Sa as J,T as U,Ua as h,Ub as et,Vc as rt,Xa as K,a as I,ab as X,c,db as Y,e as u,fb as O,g as m,gb as Z,jb as j,ka as M,kc as nt,oa as V,r as F,s as R,sa as T,sb as A}from"./chunk-WANWIUEF.js";var ct={};I(ct,{title:()=>lt,view:()=>vt});var mt={status:"active"},C=(t,e,n,o)=>at(t.fields,e,a=>rt(a,n[e]?.[a.name],{unit:e,needed:a.required==="sign"&&A(n[e]?.[a.name]),saved:o.savedAt?.(e,a.name)??null,disabled:o.disabled,about:o.about,oldest:o.oldest,onChange:r=>o.change(e,{[a.name]:r})}));function bt(t,e,n){let[o,...a]=t.fields;return c`<ul class="questions">${T(t,e).map(r=>{let i=e[r]??{},s=i[o.name]==="yes"||a.some(({name:p})=>i[p]);return c`<li class="question" data-answer=${i[o.name]??u}>
      ${C({fields:[{...o,label:V(t,r)??o.label}]},r,e,n)}
      ${s?c`<div class="form question-more">${C({fields:a.filter(({only_at:p})=>!p.length||p.includes(M(r)))},r,e,n)}</div>`:u}
    </li>`})}</ul>`}function gt(t,e,n){let o=[...n.begun].filter(l=>l.startsWith(`${t.unit}:`)),a={...Object.fromEntries(o.map(l=>[l,mt])),...e},r={...n,change:(l,f)=>n.change(l,e[l]?f:{...mt,...f})},i=T(t,e).filter(l=>!n.begun.has(l)),{remove:s}=n,p=()=>n.begin(`${t.unit}:${U()}`);return c`
    ${[...i,...o].map(l=>c`<fieldset class="card"><legend class="visually-hidden">${t.label}</legend>
      <div class="form">${C(t,l,a,r)}</div>
      ${s?w(m("Remove this entry"),()=>s(l)):u}</fieldset>`)}
    ${n.disabled?u:y(m("Add to {section}",{section:t.label}),p,!1,"plus")}`}var ht=(t,e,n)=>t.repeats==="key"?bt(t,e,n):t.repeats==="id"?gt(t,e,n):c`<div class="form">${C(t,t.unit,e,n)}</div>`,v=(t,e,n)=>t.map(o=>c`
    <section class="form-section" id="section-${o.unit}">
      <h2>${o.label}</h2>
      ${o.help?c`<p class="hint">${o.help}</p>`:u}
      ${ht(o,e,n)}
    </section>`);var lt=()=>m("Edit patient");function vt(t,{id:e}){let n=new Set;return st(t,e,{patients:S("patient"),parts:P($)},({patient:o,patients:a,parts:r,fields:i,saver:s,redraw:p})=>{let l={change:(f,d)=>s.set(f,d,R(o,[f])),begun:n,begin:f=>{n.add(f),p()},savedAt:(f,d)=>s.state(f,d),oldest:b(),disabled:o.state!=="active",about:j(o)};return K(lt(),c`
      ${J(s)}
      ${k(a,i,e)}
      ${v(r,i,l)}
      ${g(G(m("Done"),`#/patients/${e}`))}`,h(`#/patients/${e}`,j(o)))})}var ut={};I(ut,{title:()=>L,view:()=>yt});var N="patient:new",$t=["mrn","given","family","birth_date"],L=()=>m("New patient");function yt(t,{next:e},n){let o=e==="note",a={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},r=async()=>{let i=await H(N);return i&&At(i.value)&&(a.found=i),$()};return et(t,{patients:S("patient"),parts:P(r)},(i,s)=>kt({...i,entry:a,toNote:o},wt(a,s,o,n)))}function wt(t,e,n,o){let a=tt(t,e),r=i=>(Object.assign(t,{fields:i,problem:""}),e(),W(N,i).catch(s=>(t.problem=s.message,e(),!1)));return{oldest:b(),change:(i,s)=>r(F(t.fields,i,s)),begun:t.begun,begin:i=>{t.begun.add(i),e()},remove:i=>{t.begun.delete(i);let{[i]:s,...p}=t.fields;return r(p)},resume:()=>{t.found&&Object.assign(t,{fields:t.found.value,found:null}),e()},empty:async()=>{Object.assign(t,{fields:{},found:null}),t.begun.clear(),await E(N),e()},create:()=>{_(),t.asked=!0,e();let[i]=pt(t.fields);return i?document.getElementById(it("identity",i))?.focus():t.busy||a(async()=>{let s=await nt(t.fields);await E(N),await(n?ot(s,o):B(`/patients/${s}`))})}}}var At=t=>Object.values(t).some(e=>Object.values(e).some(n=>!A(n))),pt=({identity:t={}})=>$t.filter(e=>!t[e]||e==="birth_date"&&!St(t[e])),St=t=>t>=Z(b())&&t<=O(),ft=({identity:{given:t,family:e}={}})=>[t,e].filter(Boolean).join(" ");function Pt({value:t,at:e},n){let o=ft(t)||m("without a name"),a=Y(new Date(e)).startsWith(O())?Q(e):X(e);return c`${D("info",c`<strong>${m("Unfinished entry: {name}, {time}",{name:o,time:a})}</strong><p>${m("Is this the same person?")}</p>`)}
    ${g(y(m("Discard it"),n.empty),x(m("Continue this entry"),n.resume))}`}function kt(t,e){let{entry:n,toNote:o}=t,{fields:a,found:r}=n;return c`
    <div class="page">
      ${o?h("#/",m("Home")):h("#/patients",m("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${L()}</h1>
        ${Object.keys(a).length?w(m("Start afresh"),e.empty):u}</div>
      ${r?Pt(r,e):Ct(t,e)}
    </div>`}function Ct({patients:t,parts:e,entry:n,toNote:o},a){let{fields:r,problem:i,busy:s,asked:p}=n,l=p?pt(r):[],f=q=>e[0]?.fields.find(dt=>dt.name===q)?.label??q,d={...a,about:ft(r)||L()};return c`
    <p class="quiet">${m("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${v(e.slice(0,1),r,d)}
    ${k(t,r)}
    ${l.length?D("reason",m("Still needed: {list}",{list:l.map(f).join(", ")}),u,"alert"):u}
    ${v(e.slice(1),r,d)}
    ${z(i)}
    ${g(x(o?m("Create and begin the note"):m("Create the patient"),a.create,s))}`}export{ct as patientEdit,ut as patientNew};
