import{Bc as i,Cc as b,Fb as g,b as d,h as f,od as x}from"./chunk-Y6O25VSN.js";var[$,u,l]=[320,96,10],v=(t,a)=>t/(a||1),w=({at:t,date:a})=>t?.name??g(a);function y({points:t,lowest:a,highest:r,bestFirst:e}){let n=t.map(({at:s,date:o})=>s?.place??Date.parse(o)),[c,p]=[n[0],n[n.length-1]-n[0]];return t.map(({value:s},o)=>({x:p?l+(n[o]-c)/p*($-2*l):$/2,y:u-l-v(e?r-s:s-a,r-a)*(u-2*l)}))}var F=t=>t.at?`${t.at.name}: ${t.words}`:d("{value} on {date}",{value:t.words,date:w(t)});function L(t){let{label:a,points:r,lowest:e,highest:n,bestFirst:c}=t,p=y(t),[s,o]=[r[0],r[r.length-1]];return i`<figure class="chart">
    <figcaption><span class="label">${a}</span><span class="figure">${x(s.value)} → ${x(o.value)}</span>
      <span class="hint">${c?d("Up is better"):d("Down is better")}</span></figcaption>
    <svg viewBox="0 0 ${$} ${u}" role="img" aria-label="${a}: ${r.map(F).join("; ")}">
      ${[e,n].map((h,m)=>b`<path class="chart-edge" d="M0 ${m?l:u-l}H${$}"></path>`)}
      <path class="chart-line" d="M${p.map(({x:h,y:m})=>`${h.toFixed(1)} ${m.toFixed(1)}`).join("L")}"></path>
      ${p.map(({x:h,y:m})=>b`<circle class="chart-point" cx=${h.toFixed(1)} cy=${m.toFixed(1)} r="4"></circle>`)}
    </svg>
    <p class="chart-days" aria-hidden="true"><span>${w(s)}</span><span>${w(o)}</span></p>
  </figure>`}function T(t){let a=[...new Set(t.flatMap(({points:e})=>e.map(({date:n})=>n)))].sort(),r=(e,n)=>e.points.findLast(c=>c.date===n)?.words??"\u2013";return i`<table class="chart-table"><thead><tr><th scope="col">${d("Date")}</th>${t.map(({label:e})=>i`<th scope="col">${e}</th>`)}</tr></thead>
    <tbody>${a.map(e=>i`<tr><th scope="row">${g(e)}</th>${t.map(n=>i`<td>${r(n,e)}</td>`)}</tr>`)}</tbody></table>`}async function E(t,a){let{inLatin:r,...e}=await f(`/patients/${t}/summary.${a}`);return{...e,inLatin:r?JSON.parse(decodeURIComponent(r)):null}}var M=t=>f(`/recall.csv?lot=${encodeURIComponent(t)}`);export{L as a,T as b,E as c,M as d};
