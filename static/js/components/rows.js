// A short list of equal things (active ingredients, spins, injection sites): add, fill, remove.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icons.js";

/** `cell(field, value, {id, onChange})` draws one sub-field; onChange gets the whole list or null. */
export function rows(field, value, { id, onChange, disabled, cell }) {
  const items = value ?? [];
  const put = (next) => onChange(next.length ? next : null);
  const change = (index, name, answer) => {
    const row = { ...items[index], [name]: answer };
    if (answer === null) delete row[name];
    return put(items.map((each, at) => (at === index ? row : each)));
  };
  return html`<div class="rows">
    ${items.map(
      (item, index) => html`<fieldset class="rows-item">
        <legend class="visually-hidden">${t("{label}, row {n}", { label: field.label, n: index + 1 })}</legend>
        <div class="rows-fields">
          ${field.fields.map((sub) => cell(sub, item[sub.name], { id: `${id}-${index}-${sub.name}`, disabled, onChange: (answer) => change(index, sub.name, answer) }))}
        </div>
        ${
          disabled
            ? nothing
            : html`<button type="button" class="button button--quiet" aria-label=${t("Remove row {n}", { n: index + 1 })}
              @click=${() => put(items.filter((_, at) => at !== index))}>${icon("close")}</button>`
        }
      </fieldset>`,
    )}
    ${disabled ? nothing : html`<button type="button" class="button" id=${id} @click=${() => onChange([...items, {}])}>${icon("plus", 20)}${t("Add: {label}", { label: field.label })}</button>`}
  </div>`;
}
