import{Wb as r,j as $,l as e}from"./chunk-BXND5LPI.js";function m(t,p,{type:n="text",value:a="",onInput:l,hint:i,error:o,autocomplete:u="off",required:c=!0,inputmode:s,placeholder:f}={}){let b=[o&&`${t}-error`,i&&`${t}-hint`].filter(Boolean).join(" ");return $`
    <div class="field text-input">
      <label class="label" for=${t}>${p}</label>
      <input id=${t} name=${t} type=${n} .value=${r(a)} autocomplete=${u} ?required=${c}
        inputmode=${s??e} placeholder=${f??e} aria-describedby=${b||e} aria-invalid=${o?"true":e}
        autocapitalize=${n==="text"?e:"off"} spellcheck="false" @input=${d=>l(d.target.value)} />
      ${i?$`<p class="hint" id="${t}-hint">${i}</p>`:e}
      ${o?$`<p class="input-error" id="${t}-error">${o}</p>`:e}
    </div>`}function h(t,p,n=""){let a=l=>i=>{t[l]=i,p()};return{set:a,input:(l,i,o)=>m(n+l,i,{value:t[l],onInput:a(l),...o})}}export{m as a,h as b};
