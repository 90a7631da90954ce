// @ts-nocheck
import { live } from "../../lib/directives.js";
import { html, nothing } from "../../lib/dom.js";

/**
 * A labelled box for what is typed outside the catalogue: accounts, names of devices, searches.
 * options: {type, value, onInput(text), hint, error, autocomplete, required, inputmode, placeholder}
 */
export function textInput(
  id,
  label,
  {
    type = "text",
    value = "",
    onInput,
    hint,
    error,
    autocomplete = "off",
    required = true,
    inputmode,
    placeholder,
  } = {},
) {
  const about = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return html`
    <div class="field text-input">
      <label class="label" for=${id}>${label}</label>
      <input id=${id} name=${id} type=${type} .value=${live(value)} autocomplete=${autocomplete} ?required=${required}
        inputmode=${inputmode ?? nothing} placeholder=${placeholder ?? nothing} aria-describedby=${about || nothing} aria-invalid=${error ? "true" : nothing}
        autocapitalize=${type === "text" ? nothing : "off"} spellcheck="false" @input=${(event) => onInput(event.target.value)} />
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
      ${error ? html`<p class="input-error" id="${id}-error">${error}</p>` : nothing}
    </div>`;
}

/** The boxes of one form: set(name) is a listener that keeps what is entered and shows it, input(name, label, options) a box. */
export function inputsOf(values, redraw, prefix = "") {
  const set = (name) => (value) => {
    values[name] = value;
    redraw();
  };
  return {
    set,
    input: (name, label, options) =>
      textInput(prefix + name, label, { value: values[name], onInput: set(name), ...options }),
  };
}
