import{j as W,m as D}from"./chunk-2KAEROG2.js";import{Fb as C,Jb as R,Kb as B,La as x,Ua as w,Va as A,fc as v,ib as h,j as a,kb as p,l as m,n as r,ra as k,ub as O,va as f,vb as N,xb as j}from"./chunk-BXND5LPI.js";var y=({n:e,m:t})=>a`
  <span class="course" role="img" aria-label=${t?r("{n} of {m} visits done",{n:e,m:t}):r("{n} visits done",{n:e})}>
    ${Array.from({length:Math.min(t,12)},(o,s)=>a`<span class="course-mark" data-mark=${s<e?"done":s===e?"next":"open"}></span>`)}
    <span class="course-count" aria-hidden="true">${t?`${e}/${t}`:e}</span>
  </span>`;var S=e=>!R.includes(e.outcome),E=(e,t)=>a`<div class="cluster">${A(e,t,!1,"plus")}</div>`,_=e=>C(e,"ae").filter(t=>B(e[t])).map(t=>({unit:t,event:e[t],open:S(e[t])})).sort((t,o)=>Number(o.open)-Number(t.open)||(o.event.onset_at??"").localeCompare(t.event.onset_at??"")),b=(e,t)=>f(t,"ae","term",e.term)??r("Adverse event"),H=(e,t)=>`#/patients/${e.id}/part/${t}`,I=(e,t)=>({unit:o,event:s,open:n})=>v({href:H(e,o),title:b(s,t),detail:w(s.onset_at&&r("since {date}",{date:p(s.onset_at)}),s.ctcae_grade&&r("grade {n}",{n:s.ctcae_grade}),s.resolved_at?r("resolved {date}",{date:p(s.resolved_at)}):f(t,"ae","outcome",s.outcome)),end:a`<span class="tag" data-state=${n?"open":"resolved"}>${n?r("Open"):r("Closed")}</span>`});function te(e,t,o){let s=_(e.fields);return!s.length&&!o.report?m:h(r("Adverse events"),a`
    ${s.length?a`<ul class="list">${s.map(I(e,t))}</ul>`:m}
    ${o.report?E(r("Report an adverse event"),o.report):m}`,s.length,s.some(({open:n})=>n)?"reason":m)}function M(e,t,o){let n=((e.fields[o.unit]??{}).indication??[]).map(c=>f(t,"course","indication",c)??c).join(", "),i=o.m?r("{n} of {m} visits done",o):r("{n} visits done",{n:o.n}),d=a`${i} · <span data-tone=${o.state==="late"?"reason":m}>${D(o)}</span>`;return o.unit?v({href:H(e,o.unit),title:n||r("Course of treatment"),detail:d,end:y(o)}):a`<li class="course-line">${y(o)}<span>${d}</span></li>`}function se(e,t,{parts:o,forms:s,begin:n}){let i=W(e,t,s);return!i.length&&!n?m:h(r("Course of treatment"),a`
    ${i.length?a`<ul class="list">${i.map(d=>M(e,o,d))}</ul>`:m}
    ${n&&!i.some(({unit:d,running:c})=>d&&c)?E(r("Begin a course"),n):m}`)}var $=(e,t,o,s)=>f(e,t,o,s)??s;function P(e,t){let o={severe:0,moderate:1,mild:2};return Object.entries(e).filter(([s,n])=>s.startsWith("allergy:")&&n.status!=="inactive").map(([,s])=>s).sort((s,n)=>(o[s.severity]??3)-(o[n.severity]??3)).map(s=>({name:s.name||$(t,"allergy","substance",s.substance)||r("unnamed"),more:[s.reaction,s.severity&&$(t,"allergy","severity",s.severity)].filter(Boolean).join(", "),severe:s.severity==="severe"}))}function q(e,t){let s=(k(t,"history")?.keys??[]).filter(({key:i})=>e[`history:${i}`]?.answer==="yes").map(({key:i,label:d})=>{let{detail:c,on:l}=e[`history:${i}`];return{name:d,more:[c,l&&p(l)].filter(Boolean).join(", ")}}),n=e.meds?.methb_inducing??[];return n.length?[...s,{name:r("Medicines"),more:n.map(i=>$(t,"meds","methb_inducing",i)).join(", ")}]:s}function z(e){let t=e.allergy_status?.none_known;return t==="yes"?r("No known allergies"):t==="unknown"?r("Allergies not known"):r("Allergies not asked yet")}var g=({name:e,more:t},o)=>a`<li class="flag" data-tone=${o}>${o==="info"?m:x(o)}<span><strong>${e}</strong>${t?a` <span class="quiet">${t}</span>`:m}</span></li>`,u=(e,t)=>t?a`<div><dt class="label">${e}</dt><dd class="figure">${t}</dd></div>`:m;function ce(e,t){let{mrn:o,birth_date:s}=O(e),{weight_kg:n,fitzpatrick:i,sex_at_birth:d}=e.fields.body??{},c=P(e.fields,t);return a`
    <header class="patient-head">
      <div class="cluster cluster--apart"><h1 tabindex="-1">${N(e)}</h1>${e.state==="void"?a`<span class="tag" data-state="void">${r("Void")}</span>`:m}</div>
      <dl class="figures">
        ${u(r("Age"),j(e))}
        ${u(r("Born"),s&&p(s))}
        ${u(r("Record"),o)}
        ${u(r("Weight"),n&&a`${n}<small>kg</small>`)}
        ${u(r("Skin type"),i)}
        ${u(r("Sex at birth"),d&&$(t,"body","sex_at_birth",d))}
      </dl>
      <ul class="flags" aria-label=${r("Allergies and history")}>
        ${c.length?c.map(l=>g({...l,name:r("Allergy: {name}",{name:l.name})},l.severe?"block":"reason")):g({name:z(e.fields)},e.fields.allergy_status?.none_known==="yes"?"info":"warn")}
        ${_(e.fields).filter(({open:l})=>l).map(({event:l})=>g({name:r("Open adverse event: {name}",{name:b(l,t)}),more:l.onset_at&&p(l.onset_at)},"reason"))}
        ${q(e.fields,t).map(l=>g(l,"warn"))}
      </ul>
    </header>`}export{y as a,_ as b,b as c,te as d,se as e,P as f,q as g,z as h,ce as i};
