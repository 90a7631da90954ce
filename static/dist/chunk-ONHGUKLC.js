import{Ab as it,Bb as x,Bc as M,Be as bt,Cb as at,Cc as V,Dc as D,Fb as lt,Ib as B,Ra as S,Sa as j,ad as dt,cd as I,da as C,dd as ut,e as a,ea as et,f as X,g as c,h as Z,i as p,ia as _,ja as nt,ka as ot,la as P,na as N,oa as st,ob as z,pb as k,s as tt,sb as K,sd as mt,ub as rt,wc as L,we as ft,xb as E,xc as F,yb as W,yc as ct,zb as U,zc as pt}from"./chunk-2HJ3MISR.js";var It={planned:null,limit:null},Nt=[-5,-1,1,5];function gt(t,{labelledby:e,onChange:n}){let o=s=>{let r=s.currentTarget.value;r&&n(ot(t,r))},i=s=>{let r=Math.abs(s);return a`<button type="button" class="chip" aria-label=${s<0?p("{n} minutes earlier",{n:r}):p("{n} minutes later",{n:r})}
      @click=${()=>n(nt(t,s))}>${s<0?"\u2212":"+"}${r}</button>`};return a`<div class="clock-adjust" role="group" aria-labelledby=${e??c}>
    ${Nt.map(i)}
    <input type="datetime-local" aria-label=${p("Write the time")} .value=${P(t)} @change=${o} />
    <button type="button" class="chip" @click=${()=>n(null)}>${p("Clear")}</button>
  </div>`}function $t(t){let e=t.slice(0,10);return a`<span class="figure">${et(t)}${e===N()?c:a`<small>${C(e)}</small>`}</span>`}function St(t,e,n){let{id:o,labelledby:i,onChange:s}=n,r=d=>d?s(_(new Date(`${e}T${d}`))):void 0,l=t?P(t).slice(11):"";return a`<div class="clock-pick">
    <input type="time" id=${o??c} aria-labelledby=${i??c} .value=${I(x(o??"",l))}
      @focus=${d=>E(d,l,r)} @change=${d=>U(d,r)} />
    <small>${C(e)}</small>
    ${t?a`<details class="clock-set"><summary class="clock-change">${p("Correct")}</summary>${gt(t,n)}</details>`:c}
  </div>`}function G(t,e){let{id:n,labelledby:o,onChange:i,disabled:s,pickOn:r}=e;return r&&!s&&(!t||P(t).startsWith(r))?St(t,r,e):t?s?$t(t):a`<details class="clock-set">
    <summary id=${n??c}>${$t(t)}<span class="clock-change">${p("Correct")}</span></summary>
    ${gt(t,e)}
  </details>`:a`<button type="button" class="button clock-now" id=${n??c} aria-describedby=${o??c} ?disabled=${s}
      @click=${()=>i(_())}>${k("clock")}${p("Now")}</button>`}function he(t){let{words:e,names:n,together:o,values:i,onChange:s,onReached:r,disabled:l,pickOn:d}=t,u=(g,T)=>[g,T,t.key].filter(Boolean).join("-"),b=i[n.end],$=d&&!b?null:i[n.start],{planned:w,limit:h}=d?It:t,f=(g,T,O,A)=>{let R=()=>{it(),s({[g]:_(),...A})};return a`<button type="button" class="button ${T}" ?disabled=${l||g===n.end&&!$} @click=${R}>${O}</button>`},y=(g,T)=>{let O=o?.[g],A=O&&Object.keys(O.answers).every(R=>!i[R]);return a`${f(g,"stopwatch-press",T)}${A?f(g,"stopwatch-with",O.words(),O.answers):c}`},m=(g,T)=>a`<div class="stopwatch-side">
    <span class="label" id=${u("clock",g)}>${T}</span>
    ${i[g]||d?G(i[g],{id:u("time",g),labelledby:u("clock",g),disabled:l,pickOn:d,onChange:O=>s({[g]:O})}):y(g,T)}
  </div>`,v=$?b?"done":"running":"idle";return a`<section class="stopwatch" data-state=${v} ?data-together=${o} aria-label=${e.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" start=${$??c} end=${b??c} planned=${w??c} limit=${h??c} @reached=${r}></np-elapsed>
      <span class="hint">${v==="running"?e.running:e.name}${w?a` · ${p("planned {n} min",{n:w})}`:c}</span>
      ${dt({planned:w,limit:h},"stopwatch-reached")}
    </p>
    <div class="stopwatch-sides">${m(n.start,e.start)}${m(n.end,e.stop)}</div>
  </section>`}var Lt=[..."123456789.0"];function Mt({minimum:t,maximum:e,unit:n}){return typeof t!="number"||typeof e!="number"?S(n):p("{low} to {high}",{low:L(t),high:F(e,n)})}var ht=t=>t.currentTarget;function H(t){let{label:e,value:n,unit:o,usual:i,about:s}=t,r=typeof n=="number"?L(n):"",l=!0;return rt(e,(u,b)=>{let $=m=>{r=m,l=!1,b()},w=m=>{let v=l?"":r;(m!=="."||!v.includes("."))&&$(v+m)},h=pt(r),f=Number.isNaN(h);return a`<form class="keypad" @submit=${m=>{m.preventDefault(),f||u(h)}}>
      <div class="keypad-figure">
        <input autofocus inputmode="none" autocomplete="off" aria-label=${e} aria-invalid=${f} aria-describedby="keypad-range" .value=${r}
          @focus=${m=>ht(m).select()} @input=${m=>$(ht(m).value)} /><span class="unit">${S(o)}</span>
      </div>
      <p class="hint" id="keypad-range">${f?p("This is not a number."):Mt(t)}</p>
      ${i?.length?a`<div class="cluster">${D(i,o,u)}</div>`:c}
      <div class="keypad-keys">
        ${Lt.map(m=>a`<button type="button" class="button" @click=${()=>w(m)}>${m}</button>`)}
        <button type="button" class="button" aria-label=${p("Delete the last digit")} @click=${()=>$(r.slice(0,-1))}>${k("backspace")}</button>
      </div>
      <div class="sheet-actions">
        <button type="button" class="button" @click=${()=>u(null)}>${p("Clear")}</button>
        <button type="submit" class="button button--primary" ?disabled=${f}>${p("Done")}</button>
      </div>
    </form>`},{about:s})}function yt(t,e,n){let{id:o,onChange:i,disabled:s,cell:r,begun:l,redraw:d}=n,u=e??[],b=l?.has(o)?[...u,{}]:u,$=y=>i(y.length?y:null),w=y=>{l?.[y?"add":"delete"](o),d?.()},h=(y,m,v)=>{let g={...b[y],[m]:v};if(v===null&&delete g[m],!(y===u.length&&v===null))return y===u.length&&l?.delete(o),$(b.map((T,O)=>O===y?g:T))},f=y=>y===u.length?w(!1):$(u.filter((m,v)=>v!==y));return a`<div class="rows">
    ${b.map((y,m)=>a`<fieldset class="rows-item">
        <legend class="visually-hidden">${p("{label}, row {n}",{label:t.label,n:m+1})}</legend>
        <div class="rows-fields">
          ${t.fields.map(v=>r(v,y[v.name],{id:`${o}-${m}-${v.name}`,disabled:s,onChange:g=>h(m,v.name,g)}))}
        </div>
        ${s?c:a`<button type="button" class="button button--quiet" aria-label=${p("Remove row {n}",{n:m+1})}
              @click=${()=>f(m)}>${k("close")}</button>`}
      </fieldset>`)}
    ${s?c:a`<button type="button" class="button" id=${o} @click=${()=>w(!0)}>${k("plus",20)}${p("Add: {label}",{label:t.label})}</button>`}
  </div>`}var vt=8;function Vt(t,e){let n=e*vt-2;return a`<svg class="grade" viewBox="0 0 ${n} 18" width=${n} height="18" aria-hidden="true">${Array.from({length:e},(i,s)=>{let r=4+14*(s+1)/e;return X`<rect class=${s<t?"grade-on":"grade-off"} x=${s*vt} y=${18-r} width="6" height=${r} rx="1"></rect>`})}</svg>`}function wt(t,e,{picture:n="",...o}){let i=t.map(l=>({value:Number(l.value),label:l.label})),s=Math.max(1,...i.map(l=>l.value));return M(["scale","scale-step"],i,l=>a`<span class="scale-number">${l.value}</span>${z(n,l.value)??Vt(l.value,s)}<span class="scale-word">${l.label}</span>`,{...o,value:e})}function kt(t,{low:e,high:n,...o}){let i={0:e,10:n},s=Array.from({length:11},(l,d)=>({value:d,name:i[d]&&`${d}, ${i[d]}`})),r=a`<span class="nrs-word hint" aria-hidden="true">${e}</span><span class="nrs-word nrs-word--end hint" aria-hidden="true">${n}</span>`;return M(["nrs","nrs-step"],s,({value:l})=>a`${z("pain",l)}<span>${l}</span>`,{...o,value:t},r)}var q=t=>t.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);function _t(t,e){let n=q(e);if(!n.length)return[];let o=t.filter(({label:i})=>q(i).join(" ")===n.join(" "));return o.length?o:t.filter(({label:i})=>n.every(s=>q(i).some(r=>r.startsWith(s))))}function Tt({id:t,label:e,entries:n,onPick:o}){let i=s=>{let r=s.currentTarget,[l,...d]=_t(n,r.value);!l||d.length||(r.value="",o(l.value))};return a`<label class="field search-list"><span class="label">${e}</span>
    <input id=${t} type="search" list="${t}-list" autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck="false" placeholder=${p("Type a word, such as thigh")} @change=${i} />
    <datalist id="${t}-list">${n.map(s=>a`<option value=${s.label}></option>`)}</datalist></label>`}var Pt="{pass}";function Y(t,e,{id:n,labelledby:o,describedby:i,onChange:s,disabled:r,about:l}){let{unit:d}=t,u={...t,step:t.step??(t.kind==="decimal"?.5:1)},b=f=>()=>s(ct(e,f,u)),$=async()=>{let f=await H({...t,value:e,about:l});f!==void 0&&s(f)},w=r?[]:(t.usual??[]).filter(f=>typeof f=="number"),h=S(d);return a`<div class="cluster" role="group" aria-labelledby=${o??c} aria-describedby=${i??c}>
    <div class="stepper">
      <button type="button" aria-label=${p("Less")} ?disabled=${r||typeof e!="number"||e<=(t.minimum??-1/0)} @click=${b(-1)}>−</button>
      <button type="button" class="figure" id=${n??c} ?disabled=${r} @click=${$} aria-label=${p("{value}, change",{value:F(e,d)})}>
        ${L(e)}${h?a` <small>${h}</small>`:c}
      </button>
      <button type="button" aria-label=${p("More")} ?disabled=${r||(e??0)>=(t.maximum??1/0)} @click=${b(1)}>+</button>
    </div>
    ${D(w,d===Pt?"":d,s,e??null)}
  </div>`}function J(t,{bool:e=!1,...n}){let o=[{answer:"yes",word:j("yes"),value:e||"yes"},{answer:"no",word:j("no"),value:e?!1:"no"}];return e||o.push({answer:"unknown",word:j("unknown"),value:"unknown"}),M(["segments","segment"],o,({word:i})=>i,{...n,value:t})}var jt=/(?:^|_)(?:lot|serial|unit_code|mrn|firmware|version|batch_of_day)$/,Wt=/(?:^|_)phone$/,Ut=/^(?:given|family|guardian|prescriber|assistant|by|.*_by)$/,Dt=/(?:^|_)(?:product|products|brand|manufacturer|model|drug|drug_name|name|agent|device|tip)$/;function Ot(t){return jt.test(t)?{type:"text",autocapitalize:"off",autocorrect:"off",spellcheck:"false"}:Wt.test(t)?{type:"tel",inputmode:"tel",autocorrect:"off",spellcheck:"false"}:Ut.test(t)?{type:"text",autocapitalize:"words",autocorrect:"off",spellcheck:"false"}:Dt.test(t)?{type:"text",autocorrect:"off",spellcheck:"false"}:{type:"text",autocapitalize:"sentences",spellcheck:"true"}}var xt=12,Ht=40,At=16,Ct=(t,e)=>`f-${t}-${e}`,bn=(t,e,n)=>ut(t,({name:o})=>Ct(e,o),n),Rt=t=>t.currentTarget.value;function zt(t,e,{id:n,onChange:o,disabled:i}){return a`<select id=${n} ?disabled=${i} .value=${e??""} @change=${s=>o(Rt(s)||null)}>
    <option value="" ?selected=${tt(e)}>${p("Not chosen")}</option>
    ${t.choices.map(s=>a`<option value=${s.value} ?selected=${s.value===e}>${s.label}</option>`)}
  </select>`}function Et(t,e,n){return t.choices.length>xt?zt(t,e,n):V({choices:t.choices,value:e,...n})}var Kt=(t,e,n)=>t.choices.length>Ht?Bt(t,e,n):V({choices:t.choices,value:e,multiple:!0,exclusive:t.exclusive,...n});function Bt(t,e,n){let o=Array.isArray(e)?e:[],i=t.choices.filter((l,d)=>d<At||o.includes(l.value)),s=t.choices.filter(l=>!i.includes(l)).map(l=>({value:String(l.value),label:l.label})),r=l=>n.onChange([...o,l]);return a`${V({choices:i,value:e,multiple:!0,...n})}
    ${n.disabled?c:Tt({id:n.id,label:p("More sites"),entries:s,onPick:r})}`}var Ft=({onChange:t})=>e=>t(e.trim()===""?null:e);function Gt(t,e,n){let{id:o,describedby:i,onChange:s,disabled:r}=n,l=Ft(n),d=r||e?[]:t.usual??[],{type:u,inputmode:b,autocapitalize:$,autocorrect:w,spellcheck:h}=Ot(t.name);return a`<input id=${o} type=${u} autocomplete="off" inputmode=${b??c} autocapitalize=${$??c} autocorrect=${w??c} spellcheck=${h??c} aria-describedby=${i??c} ?disabled=${r} maxlength=${t.longest??c}
      .value=${I(x(o,e))} @focus=${f=>E(f,e,l)} @input=${f=>W(f,l)} @change=${f=>W(f,l)} />
    ${K(x(o,e),t.longest)}
    ${d.length?a`<div class="cluster">${d.map(f=>a`<button type="button" class="chip" @click=${()=>s(f)}>${f}</button>`)}</div>`:c}`}var qt=t=>Math.min(24,2+(t??"").split(`
`).reduce((e,n)=>e+1+Math.floor(n.length/70),0));function Yt(t,e,n){let{id:o,describedby:i,disabled:s}=n,r=Ft(n);return a`<textarea id=${o} rows=${qt(e)} maxlength=${t.longest??c} aria-describedby=${i??c} ?disabled=${s} .value=${I(x(o,e))}
    @focus=${l=>E(l,e,r)} @input=${l=>W(l,r)}></textarea>
    ${K(x(o,e),t.longest)}`}function Jt(t){let{validity:e}=t.currentTarget;return!e.rangeUnderflow&&!e.rangeOverflow}function Qt(t,e,n){let{id:o,describedby:i,onChange:s,disabled:r,oldest:l,pickOn:d}=n,u=h=>s(h||null),[b,$]=[st(l),t.name==="birth_date"?N():void 0],w=$?p("A day from {first} to {last}, the year with four digits.",{first:C(b),last:C($)}):p("Not before {first}; the year has four digits.",{first:C(b)});return a`<div class="field-date">
    <input id=${o} type="date" min=${b} max=${$??c} aria-describedby=${i??c} ?disabled=${r} .value=${I(x(o,e))}
      @focus=${h=>E(h,e,u)} @change=${h=>Jt(h)&&U(h,u)} />
    <p class="problem field-range" role="status">${k("block",20)}<span>${w}</span></p>
    ${r||e?c:a`<button type="button" class="chip" @click=${()=>s(d??N())}>${d?p("Day of the visit"):p("Today")}</button>`}
  </div>`}function Xt(t,e,n){let o=(n.people??[]).map(({id:i,name:s})=>({value:i,label:s}));return e&&!o.some(i=>i.value===e)&&o.push({value:e,label:p("A colleague")}),Et({...t,choices:o},e,n)}function Zt(t,e,n){let o=e??[],i=async()=>{let r=await H({...t,value:null,about:n.about});typeof r=="number"&&!o.includes(r)&&n.onChange([...o,r].sort((l,d)=>l-d))},s=[...new Set([...t.usual??[],...o])].sort((r,l)=>r-l);return a`<div class="cluster">
    ${V({...n,choices:s.map(r=>({value:r,label:F(r,t.unit)})),value:o,multiple:!0})}
    ${n.disabled?c:a`<button type="button" class="chip" id=${n.id} @click=${i}>${k("plus",20)}${p("Other value")}</button>`}
  </div>`}var te={text:Gt,longtext:Yt,choice:Et,choices:Kt,date:Qt,person:Xt,numbers:Zt,int:Y,decimal:Y,tri:(t,e,n)=>J(e,n),bool:(t,e,n)=>J(e,{...n,bool:!0}),scale:(t,e,n)=>wt(t.choices,e,{...n,picture:t.name}),nrs:(t,e,n)=>kt(e,{...n,low:p("no pain"),high:p("worst pain")}),datetime:(t,e,n)=>G(e,n),rows:(t,e,n)=>yt(t,e,{...n,cell:(o,i,s)=>ae(o,i,{...s,people:n.people,about:n.about,pickOn:n.pickOn})})},Q=new Set(["text","longtext","date"]);function ee(t){return t?p("Written on another tablet meanwhile: \u201C{text}\u201D. Both texts are kept, and one of them is chosen afterwards.",{text:t}):p("This was changed on another tablet meanwhile. Both values are kept, and one of them is chosen afterwards.")}var ne=t=>a`<p class="hint moved" role="status">${k("reason",20)}<span>${ee(t)}</span></p>`;function oe(t){let e={saving:p("saving"),saved:p("saved"),failed:p("not saved")},n=t==="moved"?"saved":t;return a`<span class="saved" data-state=${n??c} role="status">${n==="saved"?k("check",16):c}${n?e[n]:c}</span>`}var se=(t,e)=>a`<button type="button" class="chip carried-key" data-provisional @click=${e}>${k("check",20)}${t}</button>`;function re(t,{state:e,from:n,onConfirm:o}){return e==="confirmed"?a`<span class="carried-from">${n}</span>`:se(a`${p("Confirm")}<span class="visually-hidden"> ${t}, ${n}</span>`,o)}var ie=(t,e,n)=>[...t.map(o=>a`<p class="problem">${k("block",20)}<span>${o}</span></p>`),...ft([...e]).map(o=>bt(o,n))];function ae(t,e,n){let o=n.id??Ct(n.unit??"x",t.name),i=`${o}-label`,s=t.help?`${o}-hint`:void 0,r=t.kind==="choice"&&t.choices.length>xt,l=a`${n.needed?a`<span class="need" aria-hidden="true"></span>`:c}${t.label}
    ${n.needed?a`<span class="visually-hidden">${p("needed to sign")}</span>`:c}`,d=te[t.kind];if(!d)return c;let u=Q.has(t.kind)?at(o,e):null,b=d(t,e,{...n,id:o,labelledby:i,describedby:s});return a`<div class="field" data-kind=${t.kind} data-usual=${t.usual?.length&&!Q.has(t.kind)?"":c} data-needed=${n.needed?"":c} data-carried=${n.carried?.state??c} id="${o}-field">
    <div class="field-head">
      ${Q.has(t.kind)||r?a`<label class="label" id=${i} for=${o}>${l}</label>`:a`<span class="label" id=${i}>${l}</span>`}
      ${n.carried?re(t.label,n.carried):c}
      ${oe(n.saved)}
    </div>
    <div class="field-control">${b}</div>
    ${u!==null||n.saved==="moved"?ne(u):c}
    ${n.late?a`<p class="hint">${n.late}</p>`:c}
    ${t.help?a`<p class="hint" id=${s}>${t.help}</p>`:c}
    ${ie(n.problems??[],n.findings??[],{disabled:n.disabled,content:{},...n.findingOptions})}
  </div>`}var wn=t=>({lock:`note:${t}`,heading:p("This note is open in another window"),read:B(p("Read the note"),`#/notes/${t}`)}),kn=t=>({lock:`patient:${t}`,heading:p("This patient is open in another window"),read:B(p("To the patient"),`#/patients/${t}`)}),Tn=(t,e)=>({lock:`call:${t}`,heading:p("This follow-up is open in another window"),read:e}),le=250;function On(t,e,n){if(!navigator.locks)return n();let o=new AbortController,i=null,s=()=>{};function r(){return i=n(),new Promise(d=>{s=d})}function l(d){let u=setTimeout(()=>Z(ce(e,()=>l(!0)),t),le),b=d?{steal:d}:{signal:o.signal};navigator.locks.request(e.lock,b,()=>{if(clearTimeout(u),!i&&!o.signal.aborted)return r()}).catch($=>{if(clearTimeout(u),!o.signal.aborted){if($?.name!=="AbortError")throw $;i?.(),i=null,l(!1)}})}return l(!1),()=>{o.abort(),i?.(),s()}}var ce=({heading:t,read:e},n)=>mt(t,p("It is written there, so that two windows do not overwrite each other. It opens here once it is closed there."),a`<div class="cluster">${e}${lt(p("Write here instead"),n)}</div>`);export{he as a,H as b,wt as c,Tt as d,Y as e,Ct as f,bn as g,oe as h,se as i,ie as j,ae as k,wn as l,kn as m,Tn as n,On as o};
