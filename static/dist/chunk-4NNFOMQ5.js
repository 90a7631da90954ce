import{Zb as r,j as l,l as t}from"./chunk-72SNCLSL.js";function d(e,o,{type:u="text",value:i="",onInput:n,hint:a,error:s,autocomplete:p="off",required:m=!0,inputmode:$,placeholder:c}={}){let f=[s&&`${e}-error`,a&&`${e}-hint`].filter(Boolean).join(" ");return l`
    <div class="field text-input">
      <label class="label" for=${e}>${o}</label>
      <input id=${e} name=${e} type=${u} .value=${r(i)} autocomplete=${p} ?required=${m}
        inputmode=${$??t} placeholder=${c??t} aria-describedby=${f||t} aria-invalid=${s?"true":t}
        autocapitalize=${u==="text"?t:"off"} spellcheck="false" @input=${x=>n?.(x.currentTarget.value)} />
      ${a?l`<p class="hint" id="${e}-hint">${a}</p>`:t}
      ${s?l`<p class="input-error" id="${e}-error">${s}</p>`:t}
    </div>`}function V(e,o,u=""){let i=n=>a=>{e[n]=a,o()};return{set:i,input:(n,a,s)=>d(u+n,a,{value:String(e[n]??""),onInput:p=>i(n)(p),...s})}}export{d as a,V as b};
