import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";

export interface TextInputOptions {
  type?: string;
  value?: string;
  onInput?: (text: string) => void;
  hint?: unknown;
  error?: unknown;
  autocomplete?: string;
  required?: boolean;
  inputmode?: string;
  placeholder?: string;
  /** A lot, serial or code: kept as it is typed. */
  code?: boolean;
}

type TextName<Values> = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values] & string;

/** The inputs of one form. */
export interface Inputs<Values> {
  /** A listener that keeps the value of this name and draws the form again. */
  set: <Name extends keyof Values>(name: Name) => (value: Values[Name]) => void;
  input: (name: TextName<Values>, label: string, options?: TextInputOptions) => Template;
}

/** A labelled input for text outside the catalogue: accounts, names of devices, searches. */
export function textInput(
  id: string,
  label: string,
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
    code = false,
  }: TextInputOptions = {},
): Template {
  const about = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return html`
    <div class="field text-input">
      <label class="label" for=${id}>${label}</label>
      <input id=${id} name=${id} type=${type} .value=${live(value)} autocomplete=${autocomplete} ?required=${required}
        inputmode=${inputmode ?? nothing} placeholder=${placeholder ?? nothing} aria-describedby=${about || nothing} aria-invalid=${error ? "true" : nothing}
        autocapitalize=${type === "text" && !code ? nothing : "off"} autocorrect="off" spellcheck="false" min=${type === "date" ? "1900-01-01" : nothing} max=${type === "date" ? "2199-12-31" : nothing} @input=${(event: Event) => onInput?.((event.currentTarget as HTMLInputElement).value)} />
      ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
      ${error ? html`<p class="input-error" id="${id}-error">${error}</p>` : nothing}
    </div>`;
}

export function inputsOf<Values extends object>(values: Values, redraw: () => void, prefix = ""): Inputs<Values> {
  const set: Inputs<Values>["set"] = (name) => (value) => {
    values[name] = value;
    redraw();
  };
  return {
    set,
    input: (name, label, options) =>
      textInput(prefix + name, label, {
        value: String(values[name] ?? ""),
        onInput: (text) => set(name)(text as Values[typeof name]),
        ...options,
      }),
  };
}
