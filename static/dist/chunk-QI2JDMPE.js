import{$ as W,$b as ct,$d as bt,Gc as dt,Ic as I,Jc as ut,T as C,U as et,Ua as K,Va as w,Y as j,Ya as B,Yc as mt,Z as nt,Zb as L,_ as st,_a as rt,_b as F,ac as pt,ba as S,bb as E,ca as ot,cb as U,cc as M,db as A,dc as V,e as a,eb as it,ec as _,ee as ft,f as X,fb as x,g as p,gb as at,h as Z,i as c,jb as lt,m as tt,mb as G,xa as N,ya as P}from"./chunk-UUS5STAQ.js";var Ft={planned:null,limit:null},It=[-5,-1,1,5];function gt(t,{labelledby:e,onChange:n}){let s=o=>{let r=o.currentTarget.value;r&&n(st(t,r))},i=o=>{let r=Math.abs(o);return a`<button type="button" class="chip" aria-label=${o<0?c("{n} minutes earlier",{n:r}):c("{n} minutes later",{n:r})}
      @click=${()=>n(nt(t,o))}>${o<0?"\u2212":"+"}${r}</button>`};return a`<div class="clock-adjust" role="group" aria-labelledby=${e??p}>
    ${It.map(i)}
    <input type="datetime-local" aria-label=${c("Write the time")} .value=${W(t)} @change=${s} />
    <button type="button" class="chip" @click=${()=>n(null)}>${c("Clear")}</button>
  </div>`}function $t(t){let e=t.slice(0,10);return a`<span class="figure">${et(t)}${e===S()?p:a`<small>${C(e)}</small>`}</span>`}function St(t,e,n){let{id:s,labelledby:i,onChange:o}=n,r=d=>d?o(j(new Date(`${e}T${d}`))):void 0,l=t?W(t).slice(11):"";return a`<div class="clock-pick">
    <input type="time" id=${s??p} aria-labelledby=${i??p} .value=${I(x(s??"",l))}
      @focus=${d=>E(d,l,r)} @change=${d=>A(d,r)} />
    <small>${C(e)}</small>
    ${t?a`<details class="clock-set"><summary class="clock-change">${c("Correct")}</summary>${gt(t,n)}</details>`:p}
  </div>`}function q(t,e){let{id:n,labelledby:s,onChange:i,disabled:o,pickOn:r}=e;return r&&!o&&(!t||W(t).startsWith(r))?St(t,r,e):t?o?$t(t):a`<details class="clock-set">
    <summary id=${n??p}>${$t(t)}<span class="clock-change">${c("Correct")}</span></summary>
    ${gt(t,e)}
  </details>`:a`<button type="button" class="button clock-now" id=${n??p} aria-describedby=${s??p} ?disabled=${o}
      @click=${()=>i(j())}>${w("clock")}${c("Now")}</button>`}function me(t){let{words:e,names:n,together:s,values:i,onChange:o,onReached:r,disabled:l,pickOn:d}=t,u=(b,T)=>[b,T,t.key].filter(Boolean).join("-"),f=i[n.end],$=d&&!f?null:i[n.start],{planned:k,limit:g}=d?Ft:t,y=(b,T,O,R)=>{let H=()=>{it(),o({[b]:j(),...R})};return a`<button type="button" class="button ${T}" ?disabled=${l||b===n.end&&!$} @click=${H}>${O}</button>`},h=(b,T)=>{let O=s?.[b],R=O&&Object.keys(O.answers).every(H=>!i[H]);return a`${y(b,"stopwatch-press",T)}${R?y(b,"stopwatch-with",O.words(),O.answers):p}`},m=(b,T)=>a`<div class="stopwatch-side">
    <span class="label" id=${u("clock",b)}>${T}</span>
    ${i[b]||d?q(i[b],{id:u("time",b),labelledby:u("clock",b),disabled:l,pickOn:d,onChange:O=>o({[b]:O})}):h(b,T)}
  </div>`,v=$?f?"done":"running":"idle";return a`<section class="stopwatch" data-state=${v} ?data-together=${s} aria-label=${e.name}>
    <p class="stopwatch-figure">
      <np-elapsed class="figure figure--large" role="timer" start=${$??p} end=${f??p} planned=${k??p} limit=${g??p} @reached=${r}></np-elapsed>
      <span class="hint">${v==="running"?e.running:e.name}${k?a` · ${c("planned {n} min",{n:k})}`:p}</span>
      ${dt({planned:k,limit:g},"stopwatch-reached")}
    </p>
    <div class="stopwatch-sides">${m(n.start,e.start)}${m(n.end,e.stop)}</div>
  </section>`}var Nt=[..."123456789.0"];function Lt({minimum:t,maximum:e,unit:n}){return typeof t!="number"||typeof e!="number"?N(n):c("{low} to {high}",{low:L(t),high:F(e,n)})}var ht=t=>t.currentTarget;function D(t){let{label:e,value:n,unit:s,usual:i,about:o}=t,r=typeof n=="number"?L(n):"",l=!0;return rt(e,(u,f)=>{let $=m=>{r=m,l=!1,f()},k=m=>{let v=l?"":r;(m!=="."||!v.includes("."))&&$(v+m)},g=pt(r),y=Number.isNaN(g);return a`<form class="keypad" @submit=${m=>{m.preventDefault(),y||u(g)}}>
      <div class="keypad-figure">
        <input autofocus inputmode="none" autocomplete="off" aria-label=${e} aria-invalid=${y} aria-describedby="keypad-range" .value=${r}
          @focus=${m=>ht(m).select()} @input=${m=>$(ht(m).value)} /><span class="unit">${N(s)}</span>
      </div>
      <p class="hint" id="keypad-range">${y?c("This is not a number."):Lt(t)}</p>
      ${i?.length?a`<div class="cluster">${_(i,s,u)}</div>`:p}
      <div class="keypad-keys">
        ${Nt.map(m=>a`<button type="button" class="button" @click=${()=>k(m)}>${m}</button>`)}
        <button type="button" class="button" aria-label=${c("Delete the last digit")} @click=${()=>$(r.slice(0,-1))}>${w("backspace")}</button>
      </div>
      <div class="sheet-actions">
        <button type="button" class="button" @click=${()=>u(null)}>${c("Clear")}</button>
        <button type="submit" class="button button--primary" ?disabled=${y}>${c("Done")}</button>
      </div>
    </form>`},{about:o})}function yt(t,e,n){let{id:s,onChange:i,disabled:o,cell:r,begun:l,redraw:d}=n,u=e??[],f=l?.has(s)?[...u,{}]:u,$=h=>i(h.length?h:null),k=h=>{l?.[h?"add":"delete"](s),d?.()},g=(h,m,v)=>{let b={...f[h],[m]:v};if(v===null&&delete b[m],!(h===u.length&&v===null))return h===u.length&&l?.delete(s),$(f.map((T,O)=>O===h?b:T))},y=h=>h===u.length?k(!1):$(u.filter((m,v)=>v!==h));return a`<div class="rows">
    ${f.map((h,m)=>a`<fieldset class="rows-item">
        <legend class="visually-hidden">${c("{label}, row {n}",{label:t.label,n:m+1})}</legend>
        <div class="rows-fields">
          ${t.fields.map(v=>r(v,h[v.name],{id:`${s}-${m}-${v.name}`,disabled:o,onChange:b=>g(m,v.name,b)}))}
        </div>
        ${o?p:a`<button type="button" class="button button--quiet" aria-label=${c("Remove row {n}",{n:m+1})}
              @click=${()=>y(m)}>${w("close")}</button>`}
      </fieldset>`)}
    ${o?p:a`<button type="button" class="button" id=${s} @click=${()=>k(!0)}>${w("plus",20)}${c("Add: {label}",{label:t.label})}</button>`}
  </div>`}var vt=8;function Mt(t,e){let n=e*vt-2;return a`<svg class="grade" viewBox="0 0 ${n} 18" width=${n} height="18" aria-hidden="true">${Array.from({length:e},(i,o)=>{let r=4+14*(o+1)/e;return X`<rect class=${o<t?"grade-on":"grade-off"} x=${o*vt} y=${18-r} width="6" height=${r} rx="1"></rect>`})}</svg>`}function wt(t,e,{picture:n="",...s}){let i=t.map(l=>({value:Number(l.value),label:l.label})),o=Math.max(1,...i.map(l=>l.value));return M(["scale","scale-step"],i,l=>a`<span class="scale-number">${l.value}</span>${K(n,l.value)??Mt(l.value,o)}<span class="scale-word">${l.label}</span>`,{...s,value:e})}function kt(t,{low:e,high:n,...s}){let i={0:e,10:n},o=Array.from({length:11},(l,d)=>({value:d,name:i[d]&&`${d}, ${i[d]}`})),r=a`<span class="nrs-word hint" aria-hidden="true">${e}</span><span class="nrs-word nrs-word--end hint" aria-hidden="true">${n}</span>`;return M(["nrs","nrs-step"],o,({value:l})=>a`${K("pain",l)}<span>${l}</span>`,{...s,value:t},r)}var z=t=>t.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);function Vt(t,e){let n=z(e);if(!n.length)return[];let s=t.filter(({label:i})=>z(i).join(" ")===n.join(" "));return s.length?s:t.filter(({label:i})=>n.every(o=>z(i).some(r=>r.startsWith(o))))}function Tt({id:t,label:e,entries:n,onPick:s}){let i=o=>{let r=o.currentTarget,[l,...d]=Vt(n,r.value);!l||d.length||(r.value="",s(l.value))};return a`<label class="field search-list"><span class="label">${e}</span>
    <input id=${t} type="search" list="${t}-list" autocomplete="off" placeholder=${c("Type a word, such as thigh")} @change=${i} />
    <datalist id="${t}-list">${n.map(o=>a`<option value=${o.label}></option>`)}</datalist></label>`}var jt="{pass}";function Y(t,e,{id:n,labelledby:s,describedby:i,onChange:o,disabled:r,about:l}){let{unit:d}=t,u={...t,step:t.step??(t.kind==="decimal"?.5:1)},f=y=>()=>o(ct(e,y,u)),$=async()=>{let y=await D({...t,value:e,about:l});y!==void 0&&o(y)},k=r?[]:(t.usual??[]).filter(y=>typeof y=="number"),g=N(d);return a`<div class="cluster" role="group" aria-labelledby=${s??p} aria-describedby=${i??p}>
    <div class="stepper">
      <button type="button" aria-label=${c("Less")} ?disabled=${r||typeof e!="number"||e<=(t.minimum??-1/0)} @click=${f(-1)}>−</button>
      <button type="button" class="figure" id=${n??p} ?disabled=${r} @click=${$} aria-label=${c("{value}, change",{value:F(e,d)})}>
        ${L(e)}${g?a` <small>${g}</small>`:p}
      </button>
      <button type="button" aria-label=${c("More")} ?disabled=${r||(e??0)>=(t.maximum??1/0)} @click=${f(1)}>+</button>
    </div>
    ${_(k,d===jt?"":d,o,e??null)}
  </div>`}function J(t,{bool:e=!1,...n}){let s=[{answer:"yes",word:P("yes"),value:e||"yes"},{answer:"no",word:P("no"),value:e?!1:"no"}];return e||s.push({answer:"unknown",word:P("unknown"),value:"unknown"}),M(["segments","segment"],s,({word:i})=>i,{...n,value:t})}var Ot=12,Wt=40,Pt=16,xt=(t,e)=>`f-${t}-${e}`,ln=(t,e,n)=>ut(t,({name:s})=>xt(e,s),n),Ut=t=>t.currentTarget.value;function At(t,e,{id:n,onChange:s,disabled:i}){return a`<select id=${n} ?disabled=${i} .value=${e??""} @change=${o=>s(Ut(o)||null)}>
    <option value="" ?selected=${tt(e)}>${c("Not chosen")}</option>
    ${t.choices.map(o=>a`<option value=${o.value} ?selected=${o.value===e}>${o.label}</option>`)}
  </select>`}function Ct(t,e,n){return t.choices.length>Ot?At(t,e,n):V({choices:t.choices,value:e,...n})}var _t=(t,e,n)=>t.choices.length>Wt?Dt(t,e,n):V({choices:t.choices,value:e,multiple:!0,exclusive:t.exclusive,...n});function Dt(t,e,n){let s=Array.isArray(e)?e:[],i=t.choices.filter((l,d)=>d<Pt||s.includes(l.value)),o=t.choices.filter(l=>!i.includes(l)).map(l=>({value:String(l.value),label:l.label})),r=l=>n.onChange([...s,l]);return a`${V({choices:i,value:e,multiple:!0,...n})}
    ${n.disabled?p:Tt({id:n.id,label:c("More sites"),entries:o,onPick:r})}`}var Et=({onChange:t})=>e=>t(e.trim()===""?null:e);function Rt(t,e,n){let{id:s,describedby:i,onChange:o,disabled:r}=n,l=Et(n),d=r||e?[]:t.usual??[];return a`<input id=${s} type="text" autocomplete="off" aria-describedby=${i??p} ?disabled=${r} maxlength=${t.longest??p}
      .value=${I(x(s,e))} @focus=${u=>E(u,e,l)} @input=${u=>U(u,l)} @change=${u=>U(u,l)} />
    ${B(x(s,e),t.longest)}
    ${d.length?a`<div class="cluster">${d.map(u=>a`<button type="button" class="chip" @click=${()=>o(u)}>${u}</button>`)}</div>`:p}`}var Ht=t=>Math.min(24,2+(t??"").split(`
`).reduce((e,n)=>e+1+Math.floor(n.length/70),0));function Kt(t,e,n){let{id:s,describedby:i,disabled:o}=n,r=Et(n);return a`<textarea id=${s} rows=${Ht(e)} maxlength=${t.longest??p} aria-describedby=${i??p} ?disabled=${o} .value=${I(x(s,e))}
    @focus=${l=>E(l,e,r)} @input=${l=>U(l,r)}></textarea>
    ${B(x(s,e),t.longest)}`}function Bt(t){let{validity:e}=t.currentTarget;return!e.rangeUnderflow&&!e.rangeOverflow}function Gt(t,e,n){let{id:s,describedby:i,onChange:o,disabled:r,oldest:l,pickOn:d}=n,u=g=>o(g||null),[f,$]=[ot(l),t.name==="birth_date"?S():void 0],k=$?c("A day from {first} to {last}, the year with four digits.",{first:C(f),last:C($)}):c("Not before {first}; the year has four digits.",{first:C(f)});return a`<div class="field-date">
    <input id=${s} type="date" min=${f} max=${$??p} aria-describedby=${i??p} ?disabled=${r} .value=${I(x(s,e))}
      @focus=${g=>E(g,e,u)} @change=${g=>Bt(g)&&A(g,u)} />
    <p class="problem field-range" role="status">${w("block",20)}<span>${k}</span></p>
    ${r||e?p:a`<button type="button" class="chip" @click=${()=>o(d??S())}>${d?c("Day of the visit"):c("Today")}</button>`}
  </div>`}function qt(t,e,n){let s=(n.people??[]).map(({id:i,name:o})=>({value:i,label:o}));return e&&!s.some(i=>i.value===e)&&s.push({value:e,label:c("A colleague")}),Ct({...t,choices:s},e,n)}function zt(t,e,n){let s=e??[],i=async()=>{let r=await D({...t,value:null,about:n.about});typeof r=="number"&&!s.includes(r)&&n.onChange([...s,r].sort((l,d)=>l-d))},o=[...new Set([...t.usual??[],...s])].sort((r,l)=>r-l);return a`<div class="cluster">
    ${V({...n,choices:o.map(r=>({value:r,label:F(r,t.unit)})),value:s,multiple:!0})}
    ${n.disabled?p:a`<button type="button" class="chip" id=${n.id} @click=${i}>${w("plus",20)}${c("Other value")}</button>`}
  </div>`}var Yt={text:Rt,longtext:Kt,choice:Ct,choices:_t,date:Gt,person:qt,numbers:zt,int:Y,decimal:Y,tri:(t,e,n)=>J(e,n),bool:(t,e,n)=>J(e,{...n,bool:!0}),scale:(t,e,n)=>wt(t.choices,e,{...n,picture:t.name}),nrs:(t,e,n)=>kt(e,{...n,low:c("no pain"),high:c("worst pain")}),datetime:(t,e,n)=>q(e,n),rows:(t,e,n)=>yt(t,e,{...n,cell:(s,i,o)=>ne(s,i,{...o,people:n.people,about:n.about,pickOn:n.pickOn})})},Q=new Set(["text","longtext","date"]);function Jt(t){return t?c("Written on another tablet meanwhile: \u201C{text}\u201D. Both texts are kept, and one of them is chosen afterwards.",{text:t}):c("This was changed on another tablet meanwhile. Both values are kept, and one of them is chosen afterwards.")}var Qt=t=>a`<p class="hint moved" role="status">${w("reason",20)}<span>${Jt(t)}</span></p>`;function Xt(t){let e={saving:c("saving"),saved:c("saved"),failed:c("not saved")},n=t==="moved"?"saved":t;return a`<span class="saved" data-state=${n??p} role="status">${n==="saved"?w("check",16):p}${n?e[n]:p}</span>`}var Zt=(t,e)=>a`<button type="button" class="chip carried-key" data-provisional @click=${e}>${w("check",20)}${t}</button>`;function te(t,{state:e,from:n,onConfirm:s}){return e==="confirmed"?a`<span class="carried-from">${n}</span>`:Zt(a`${c("Confirm")}<span class="visually-hidden"> ${t}, ${n}</span>`,s)}var ee=(t,e,n)=>[...t.map(s=>a`<p class="problem">${w("block",20)}<span>${s}</span></p>`),...bt([...e]).map(s=>ft(s,n))];function ne(t,e,n){let s=n.id??xt(n.unit??"x",t.name),i=`${s}-label`,o=t.help?`${s}-hint`:void 0,r=t.kind==="choice"&&t.choices.length>Ot,l=a`${n.needed?a`<span class="need" aria-hidden="true"></span>`:p}${t.label}
    ${n.needed?a`<span class="visually-hidden">${c("needed to sign")}</span>`:p}`,d=Yt[t.kind];if(!d)return p;let u=Q.has(t.kind)?at(s,e):null,f=d(t,e,{...n,id:s,labelledby:i,describedby:o});return a`<div class="field" data-kind=${t.kind} data-usual=${t.usual?.length&&!Q.has(t.kind)?"":p} data-needed=${n.needed?"":p} data-carried=${n.carried?.state??p} id="${s}-field">
    <div class="field-head">
      ${Q.has(t.kind)||r?a`<label class="label" id=${i} for=${s}>${l}</label>`:a`<span class="label" id=${i}>${l}</span>`}
      ${n.carried?te(t.label,n.carried):p}
      ${Xt(n.saved)}
    </div>
    <div class="field-control">${f}</div>
    ${u!==null||n.saved==="moved"?Qt(u):p}
    ${n.late?a`<p class="hint">${n.late}</p>`:p}
    ${t.help?a`<p class="hint" id=${o}>${t.help}</p>`:p}
    ${ee(n.problems??[],n.findings??[],{disabled:n.disabled,content:{},...n.findingOptions})}
  </div>`}var bn=t=>({lock:`note:${t}`,heading:c("This note is open in another window"),read:G(c("Read the note"),`#/notes/${t}`)}),fn=t=>({lock:`patient:${t}`,heading:c("This patient is open in another window"),read:G(c("To the patient"),`#/patients/${t}`)}),$n=(t,e)=>({lock:`call:${t}`,heading:c("This follow-up is open in another window"),read:e}),se=250;function gn(t,e,n){if(!navigator.locks)return n();let s=new AbortController,i=null,o=()=>{};function r(){return i=n(),new Promise(d=>{o=d})}function l(d){let u=setTimeout(()=>Z(oe(e,()=>l(!0)),t),se),f=d?{steal:d}:{signal:s.signal};navigator.locks.request(e.lock,f,()=>{if(clearTimeout(u),!i&&!s.signal.aborted)return r()}).catch($=>{if(clearTimeout(u),!s.signal.aborted){if($?.name!=="AbortError")throw $;i?.(),i=null,l(!1)}})}return l(!1),()=>{s.abort(),i?.(),o()}}var oe=({heading:t,read:e},n)=>mt(t,c("It is written there, so that two windows do not overwrite each other. It opens here once it is closed there."),a`<div class="cluster">${e}${lt(c("Write here instead"),n)}</div>`);export{me as a,D as b,wt as c,Tt as d,Y as e,xt as f,ln as g,Xt as h,Zt as i,ee as j,ne as k,bn as l,fn as m,$n as n,gn as o};
