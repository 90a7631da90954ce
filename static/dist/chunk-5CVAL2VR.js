import{a as A}from"./chunk-B3YPW2WP.js";import{Fc as C,Gc as b,Hc as S,Jb as k,Jc as x,Qa as y,Qc as _,Rc as M,Sc as T,Uc as O,Vc as j,c as o,db as F,e as m,g as i,ka as w,ma as $,sb as v,za as u}from"./chunk-WANWIUEF.js";var P={numbing:{names:{start:"applied_at",end:"removed_at"},planned:"planned_min",limit:"max_min",words:()=>({name:i("Contact time"),start:i("Cream on"),stop:i("Cream off"),running:i("Cream is on")}),with:{applied_at:{answers:{skin_intact:"yes"},words:()=>i("Skin intact, cream on")},removed_at:{answers:{residual_removed:"yes"},words:()=>i("Cream off, all removed")}}},needling:{names:{start:"started_at",end:"ended_at"},words:()=>({name:i("Needling time"),start:i("Start"),stop:i("Stop"),running:i("Needling")})}},q=(n,e,t)=>n.required!==""&&n.required_if.every(r=>C(r,t.judged.view,e)),V=new Set(["choice","person","tri","bool","scale","nrs"]);function R(n,e,t){let r=`${e}.${n.name}`,s=t.form.disabled?null:t.note.carriedAt(r);return s?{state:s,from:t.note.carriedFrom,onConfirm:()=>t.actions.confirm([r])}:void 0}function E(n,e,{note:t,form:r}){let{started_at:s,ended_at:a}=t.content.needling??{};return!r.disabled&&e==="obs:T0"&&n.name==="erythema"&&!!s&&!a}function K({ui:n}){return n.rows??=new Set,n.rows}function N(n,e,t){let r=t.note.content[e]?.[n.name],s=R(n,e,t),a=s?.state==="open"&&V.has(n.kind),l=E(n,e,t),c=p=>s&&a&&p===null?s.onConfirm():l&&p!==null?t.actions.setAll({[e]:{[n.name]:p},needling:{ended_at:F()}}):t.actions.set(e,{[n.name]:p});return j(l?{...n,help:i("The needling clock is running: this answer stops it.")}:n,r,{unit:e,findings:t.judged.at(e,n.name),problems:t.judged.problems(e,n.name),findingOptions:t.form.findingOptions,saved:t.form.saved(e,n.name),disabled:t.form.disabled,needed:t.judged.needed(e,n),people:t.context.people,about:t.context.about,begun:K(t),redraw:t.actions.redraw,oldest:t.context.forms.limits.ages.oldest,carried:s,onChange:c})}function U(n,e,t){let r=t.note.content[e]??{},{start:s,end:a}=n.names;return o`<div class="field" data-kind="stopwatch" id="${_(e,s)}-field">
    ${k({words:n.words(),names:n.names,together:n.with,values:r,planned:n.planned?r[n.planned]??null:null,limit:n.limit?t.judged.fact(e,n.limit):null,onReached:()=>t.actions.redraw(),disabled:t.form.disabled,onChange:l=>t.actions.set(e,l)})}
    ${T(t.form.saved(e,s)??t.form.saved(e,a))}
    ${O([s,a].flatMap(l=>t.judged.problems(e,l)),new Set([s,a].flatMap(l=>t.judged.at(e,l))),t.form.findingOptions)}
  </div>`}function B(n,e,t,r){let s=P[n.unit];return s?.names.start===r.name?U(s,e,t):s?.names.end===r.name?m:N(r,e,t)}function I(n,e){let t=P[n.unit]?.names,r=s=>t&&s.name===t.start?0:n.gate&&s.required!=="sign"?2:1;return[...e].sort((s,a)=>r(s)-r(a))}function sn(n,e,t,{skip:r=[]}={}){let s=t.note.content[e]??{},a=$(n,n.gate),l=d=>M(d,e,L=>B(n,e,t,L)),c=w(e),p=d=>!d.only_at?.length||d.only_at.includes(c),h=n.fields.filter(d=>d!==a&&!r.includes(d.name)&&p(d)),f=I(n,h.filter(d=>q(d,e,t))),g=h.filter(d=>!f.includes(d)),G=g.some(d=>!v(s[d.name]));return o`<div class="form" data-unit=${e}>
    ${n.help?o`<p class="hint form-wide">${n.help}</p>`:m}
    ${l(a?[a]:[])}
    ${a&&s[a.name]!==!0?m:o`${l(f)}
          ${g.length?f.length?o`<details class="more form-wide" ?open=${G}><summary>${i("More about: {section}",{section:n.label})}</summary><div class="form">${l(g)}</div></details>`:l(g):m}`}
  </div>`}var J=(n,e)=>o`<li>
  <button type="button" class="row missing-line" @click=${()=>e(n.unit,n.field)}>
    <span class="missing-box" aria-hidden="true"></span>
    <span class="row-main"><b>${n.label}</b>${n.section===n.label?m:o` <span class="quiet">${n.section}</span>`}${n.problem==="missing"?m:o` <span class="quiet">${A(n)}</span>`}</span>
    ${u("next",20)}
  </button>
</li>`,D=(n,e)=>o`<li><button type="button" class="row missing-line" @click=${()=>e("todo","")}><span class="missing-box" data-carried="open" aria-hidden="true"></span>
    <span class="row-main"><b>${i("Carried over, not confirmed: {n}",{n})}</b></span>${u("next",20)}</button></li>`,W=(n,e,t)=>o`<li>
  <button type="button" class="row missing-line" @click=${()=>e(...x(n))}>
    <span class="mark" data-severity=${b(n.severity)}>${u(b(n.severity))}</span>
    <span class="row-main"><b>${S(n.severity)}</b> ${t?o`<b>${t}.</b> `:m}${n.message}</span>
    ${u("next",20)}
  </button>
</li>`,z=(n,e,t=0)=>n.length||t?o`<ul class="list">${t?D(t,e):m}${n.map(r=>J(r,e))}</ul>`:m,H=(n,e)=>n.length?o`<details class="more"><summary>${i("A careful note would also have: {n}",{n:n.length})}</summary>
      <ul class="list">${n.map(t=>J(t,e))}</ul></details>`:m;function pn(n,e,t,r=0,s=[],a=()=>null){let l=n.length+r+s.length;return o`${l?o`<section aria-labelledby="missing-title">
          <h2 id="missing-title">${i("Missing to sign: {n}",{n:l})}</h2>
          ${s.length?o`<ul class="list">${s.map(c=>W(c,t,a(c)))}</ul>`:m}
          ${z(n,t,r)}
        </section>`:y("good",i("Everything that is needed to sign has been entered."))}
    ${H(e,t)}`}export{N as a,B as b,sn as c,z as d,H as e,pn as f};
