import{b as ne}from"./chunk-6BJZC6EX.js";import{b as ae,c as E}from"./chunk-JWH4BAEI.js";import"./chunk-2KAEROG2.js";import"./chunk-BZ6X2BLQ.js";import"./chunk-75GMY2AC.js";import{b as F,d as U,f as V,g as N,j as ee}from"./chunk-JPOMRG34.js";import"./chunk-2MWTWAZL.js";import{$a as g,Ea as b,Eb as y,Fa as $,Sa as H,Va as v,Wa as q,Xa as w,Z as R,_a as z,_b as D,a as C,ab as T,ad as ie,bb as J,bc as O,bd as re,cb as K,eb as k,ec as te,fd as se,hb as M,j as f,l as p,lb as Q,mb as X,n as l,pb as Y,qa as _,rb as I,sb as Z,ta as G,vb as L,wc as oe,x as W,xa as S,y as P}from"./chunk-BXND5LPI.js";var fe={};C(fe,{title:()=>le,view:()=>$e});var me={status:"active"},j=(e,t,o,n)=>re(e.fields,t,s=>se(s,o[t]?.[s.name],{unit:t,needed:s.required==="sign"&&y(o[t]?.[s.name]),saved:n.savedAt?.(t,s.name)??null,disabled:n.disabled,about:n.about,oldest:n.oldest,onChange:i=>n.change(t,{[s.name]:i})}));function be(e,t,o){let[n,...s]=e.fields;return f`<ul class="questions">${S(e,t).map(i=>{let r=t[i]??{},m=r[n.name]==="yes"||s.some(({name:a})=>r[a]);return f`<li class="question" data-answer=${r[n.name]??p}>
      ${j({fields:[{...n,label:G(e,i)}]},i,t,o)}
      ${m?f`<div class="form question-more">${j({fields:s.filter(({only_at:a})=>!a.length||a.includes(_(i)))},i,t,o)}</div>`:p}
    </li>`})}</ul>`}function ge(e,t,o){let n=[...o.begun].filter(a=>a.startsWith(`${e.unit}:`)),s={...Object.fromEntries(n.map(a=>[a,me])),...t},i={...o,change:(a,d)=>o.change(a,t[a]?d:{...me,...d})},r=S(e,t).filter(a=>!o.begun.has(a)),m=()=>o.begin(`${e.unit}:${R()}`);return f`
    ${[...r,...n].map(a=>f`<fieldset class="card"><legend class="visually-hidden">${e.label}</legend>
      <div class="form">${j(e,a,s,i)}</div>
      ${o.remove?w(l("Remove this entry"),()=>o.remove(a)):p}</fieldset>`)}
    ${o.disabled?p:v(l("Add to {section}",{section:e.label}),m,!1,"plus")}`}var he=(e,t,o)=>e.repeats==="key"?be(e,t,o):e.repeats==="id"?ge(e,t,o):f`<div class="form">${j(e,e.unit,t,o)}</div>`,h=(e,t,o)=>e.map(n=>f`
    <section class="form-section" id="section-${n.unit}">
      <h2>${n.label}</h2>
      ${n.help?f`<p class="hint">${n.help}</p>`:p}
      ${he(n,t,o)}
    </section>`);var le=()=>l("Edit patient");function $e(e,{id:t}){let o=new Set;return ae(e,t,{patients:D("patient"),parts:O($)},({patient:n,patients:s,parts:i,fields:r,saver:m,redraw:a})=>{let d={change:(u,c)=>m.set(u,c,P(n,[u])),begun:o,begin:u=>{o.add(u),a()},savedAt:(u,c)=>m.state(u,c),oldest:b(),disabled:n.state!=="active",about:L(n)};return M(le(),f`
      ${K(m)}
      ${E(s,r,t)}
      ${h(i,r,d)}
      ${g(z(l("Done"),`#/patients/${t}`))}`,k(`#/patients/${t}`,L(n)))})}var de={};C(de,{title:()=>A,view:()=>we});var x="patient:new",ve=["mrn","given","family","birth_date"],A=()=>l("New patient");function we(e,{next:t},o){let n={fields:{},begun:new Set,found:null,problem:"",busy:!1,asked:!1},s=async()=>{let i=await V(x);return i&&ye(i.value)&&(n.found=i),$()};return te(e,{patients:D("patient"),parts:O(s)},(i,r)=>Ee({...i,entry:n,then:t},ke(n,r,t,o)))}function ke(e,t,o,n){let s=ee(e,t),i=r=>(Object.assign(e,{fields:r,problem:""}),t(),U(x,r).catch(m=>(e.problem=m.message,t(),!1)));return{oldest:b(),change:(r,m)=>i(W(e.fields,r,m)),begun:e.begun,begin:r=>{e.begun.add(r),t()},remove:r=>{e.begun.delete(r);let{[r]:m,...a}=e.fields;return i(a)},resume:()=>{Object.assign(e,{fields:e.found.value,found:null}),t()},empty:async()=>{Object.assign(e,{fields:{},found:null}),e.begun.clear(),await N(x),t()},create:()=>{H(),e.asked=!0,t();let[r]=pe(e.fields);return r?document.getElementById(ie("identity",r))?.focus():e.busy||s(async()=>{let m=await oe(e.fields);await N(x),await(o==="note"?ne(m,n):F(`/patients/${m}`))})}}}var ye=e=>Object.values(e).some(t=>Object.values(t).some(o=>!y(o))),pe=({identity:e={}})=>ve.filter(t=>!e[t]||t==="birth_date"&&!De(e[t])),De=e=>e>=Z(b())&&e<=I(),ue=({identity:{given:e,family:t}={}})=>[e,t].filter(Boolean).join(" ");function Oe({value:e,at:t},o){let n=ue(e)||l("without a name"),s=Y(new Date(t)).startsWith(I())?Q(t):X(t);return f`${T("info",f`<strong>${l("Unfinished entry: {name}, {time}",{name:n,time:s})}</strong><p>${l("Is this the same person?")}</p>`)}
    ${g(v(l("Discard it"),o.empty),q(l("Continue this entry"),o.resume))}`}function Ee({patients:e,parts:t,entry:o,then:n},s){let{fields:i,found:r}=o,m=n==="note";return f`
    <div class="page">
      ${k(...m?["#/",l("Home")]:["#/patients",l("Patients")])}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${A()}</h1>
        ${Object.keys(i).length?w(l("Start afresh"),s.empty):p}</div>
      ${r?Oe(r,s):je({patients:e,parts:t,entry:o,toNote:m},s)}
    </div>`}function je({patients:e,parts:t,entry:o,toNote:n},s){let{fields:i,problem:r,busy:m,asked:a}=o,d=a?pe(i):[],u=B=>t[0]?.fields.find(ce=>ce.name===B)?.label??B,c={...s,about:ue(i)||A()};return f`
    <p class="quiet">${l("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${h(t.slice(0,1),i,c)}
    ${E(e,i)}
    ${d.length?T("reason",l("Still needed: {list}",{list:d.map(u).join(", ")}),p,"alert"):p}
    ${h(t.slice(1),i,c)}
    ${J(r)}
    ${g(q(n?l("Create and begin the note"):l("Create the patient"),s.create,m))}`}export{fe as patientEdit,de as patientNew};
