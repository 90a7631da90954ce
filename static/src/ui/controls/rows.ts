// @ts-nocheck
// A short list of equal things (active ingredients, spins, injection sites): add, fill, remove.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";

/**
 * `cell(field, value, {id, onChange})` draws one sub-field; onChange gets the whole list or null. A row that was added stands in
 * `begun`, by the id of its list, until something is said in it: before that it is not kept.
 */
export function rows(field, value, { id, onChange, disabled, cell, begun, redraw }) {
  const kept = value ?? [];
  const items = begun?.has(id) ? [...kept, {}] : kept;
  const put = (next) => onChange(next.length ? next : null);
  const begin = (on) => {
    begun[on ? "add" : "delete"](id);
    redraw();
  };
  const change = (index, name, answer) => {
    const row = { ...items[index], [name]: answer };
    if (answer === null) delete row[name];
    if (index === kept.length && answer === null) return undefined;
    if (index === kept.length) begun.delete(id);
    return put(items.map((each, at) => (at === index ? row : each)));
  };
  const remove = (index) => (index === kept.length ? begin(false) : put(kept.filter((_, at) => at !== index)));
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
              @click=${() => remove(index)}>${icon("close")}</button>`
        }
      </fieldset>`,
    )}
    ${disabled ? nothing : html`<button type="button" class="button" id=${id} @click=${() => begin(true)}>${icon("plus", 20)}${t("Add: {label}", { label: field.label })}</button>`}
  </div>`;
}
