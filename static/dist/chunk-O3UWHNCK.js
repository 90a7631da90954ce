import{e as j,i as E}from"./chunk-6MCCW4AS.js";import{Ab as S,Bb as C,Db as T,Jb as L,Ka as k,Kb as A,Lb as O,Pa as f,Ya as x,aa as p,ib as w,ic as y,j as a,jb as R,l as c,n as r,yb as h}from"./chunk-72SNCLSL.js";var v=({n:e,m:t})=>a`
  <span class="course" role="img" aria-label=${t?r("{n} of {m} visits done",{n:e,m:t}):r("{n} visits done",{n:e})}>
    ${Array.from({length:Math.min(t??0,12)},(o,n)=>a`<span class="course-mark" data-mark=${n<e?"done":n===e?"next":"open"}></span>`)}
    <span class="course-count" aria-hidden="true">${t?`${e}/${t}`:e}</span>
  </span>`;var U=e=>!A.includes(e.outcome),F=(e,t)=>a`<div class="cluster">${R(e,t,!1,"plus")}</div>`,b=e=>L(e,"ae").filter(t=>O(e[t])).map(t=>({unit:t,event:e[t],open:U(e[t])})).sort((t,o)=>Number(o.open)-Number(t.open)||(o.event.onset_at??"").localeCompare(t.event.onset_at??"")),_=(e,t)=>f(t,"ae","term",e.term)??r("Adverse event"),N=(e,t)=>`#/patients/${e.id}/part/${t}`,P=(e,t)=>({unit:o,event:n,open:s})=>y({href:N(e,o),title:_(n,t),detail:w(n.onset_at&&r("since {date}",{date:p(n.onset_at)}),n.ctcae_grade&&r("grade {n}",{n:n.ctcae_grade}),n.resolved_at?r("resolved {date}",{date:p(n.resolved_at)}):f(t,"ae","outcome",n.outcome)),end:a`<span class="tag" data-state=${s?"open":"resolved"}>${s?r("Open"):r("Closed")}</span>`});function ne(e,t,{report:o}){let n=b(e.fields);return!n.length&&!o?c:h(r("Adverse events"),a`
    ${n.length?a`<ul class="list">${n.map(P(e,t))}</ul>`:c}
    ${o?F(r("Report an adverse event"),o):c}`,n.length,n.some(({open:s})=>s)?"reason":void 0)}function B(e,t,o){let l=((e.fields[o.unit??""]??{}).indication??[]).map(i=>f(t,"course","indication",i)??i).join(", "),m=o.m?r("{n} of {m} visits done",o):r("{n} visits done",{n:o.n}),d=a`${m} · <span data-tone=${o.state==="late"?"reason":c}>${E(o)}</span>`;return o.unit?y({href:N(e,o.unit),title:l||r("Course of treatment"),detail:d,end:v(o)}):a`<li class="course-line">${v(o)}<span>${d}</span></li>`}function oe(e,t,{parts:o,forms:n,begin:s}){let l=j(e,t,n);return!l.length&&!s?c:h(r("Course of treatment"),a`
    ${l.length?a`<ul class="list">${l.map(m=>B(e,o,m))}</ul>`:c}
    ${s&&!l.some(({unit:m,running:d})=>m&&d)?F(r("Begin a course"),s):c}`)}var H={severe:0,moderate:1,mild:2},$=(e,t,o,n)=>f(e,t,o,n)??n;function D(e,t){let o=n=>H[n.severity]??3;return Object.entries(e).filter(([n,s])=>n.startsWith("allergy:")&&s.status!=="inactive").map(([,n])=>n).sort((n,s)=>o(n)-o(s)).map(n=>({name:n.name||$(t,"allergy","substance",n.substance)||r("unnamed"),more:[n.reaction,n.severity&&$(t,"allergy","severity",n.severity)].filter(Boolean).join(", "),severe:n.severity==="severe"}))}function I(e,t){let n=(k(t,"history")?.keys??[]).filter(({key:l})=>e[`history:${l}`]?.answer==="yes").map(({key:l,label:m})=>{let{detail:d,on:i}=e[`history:${l}`];return{name:m,more:[d,i&&p(i)].filter(Boolean).join(", ")}}),s=e.meds?.methb_inducing??[];return s.length?[...n,{name:r("Medicines"),more:s.map(l=>$(t,"meds","methb_inducing",l)).join(", ")}]:n}function V(e){let t=e.allergy_status?.none_known;return t==="yes"?r("No known allergies"):t==="unknown"?r("Allergies not known"):r("Allergies not asked yet")}var u=({name:e,more:t},o)=>a`<li class="flag" data-tone=${o}>${o==="info"?c:x(o)}<span><strong>${e}</strong>${t?a` <span class="quiet">${t}</span>`:c}</span></li>`,g=(e,t)=>t?a`<div><dt class="label">${e}</dt><dd class="figure">${t}</dd></div>`:c;function pe(e,t){let{mrn:o,birth_date:n}=S(e),{weight_kg:s,fitzpatrick:l,sex_at_birth:m}=e.fields.body??{},d=D(e.fields,t);return a`
    <header class="patient-head">
      <div class="cluster cluster--apart"><h1 tabindex="-1">${C(e)}</h1>${e.state==="void"?a`<span class="tag" data-state="void">${r("Void")}</span>`:c}</div>
      <dl class="figures">
        ${g(r("Age"),T(e))}
        ${g(r("Born"),n&&p(n))}
        ${g(r("Record"),o)}
        ${g(r("Weight"),s&&a`${s}<small>kg</small>`)}
        ${g(r("Skin type"),l)}
        ${g(r("Sex at birth"),m&&$(t,"body","sex_at_birth",m))}
      </dl>
      <ul class="flags" aria-label=${r("Allergies and history")}>
        ${d.length?d.map(i=>u({...i,name:r("Allergy: {name}",{name:i.name})},i.severe?"block":"reason")):u({name:V(e.fields)},e.fields.allergy_status?.none_known==="yes"?"info":"warn")}
        ${b(e.fields).filter(({open:i})=>i).map(({event:i})=>u({name:r("Open adverse event: {name}",{name:_(i,t)}),more:i.onset_at&&p(i.onset_at)},"reason"))}
        ${I(e.fields,t).map(i=>u(i,"warn"))}
      </ul>
    </header>`}export{v as a,b,_ as c,ne as d,oe as e,D as f,I as g,V as h,pe as i};
