// A short list of equal items (active ingredients, spins, injection sites): add, fill, remove.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Field, Unit, Value } from "../../types.js";
import { icon } from "../layout/icons.js";
import type { ControlOptions } from "./control.js";

export interface CellOptions extends ControlOptions {
  id: string;
}

export interface RowsOptions extends ControlOptions {
  id: string;
  /** Draws one sub-field. */
  cell: (field: Field, value: Value, options: CellOptions) => Template;
  /** The ids of the lists with an added row that is still empty; such a row is not stored. */
  begun?: Set<string>;
  redraw?: () => void;
}

/** `onChange` gets the whole list or null. A list is in `begun` while its last row is empty. */
export function rows(field: Field, value: Unit[] | null | undefined, options: RowsOptions): Template {
  const { id, onChange, disabled, cell, begun, redraw } = options;
  const kept = value ?? [];
  const items: Unit[] = begun?.has(id) ? [...kept, {}] : kept;
  const put = (next: Unit[]) => onChange(next.length ? next : null);
  const begin = (on: boolean) => {
    begun?.[on ? "add" : "delete"](id);
    redraw?.();
  };
  const change = (index: number, name: string, answer: Value) => {
    const row: Unit = { ...items[index], [name]: answer };
    if (answer === null) delete row[name];
    if (index === kept.length && answer === null) return undefined;
    if (index === kept.length) begun?.delete(id);
    return put(items.map((each, at) => (at === index ? row : each)));
  };
  const remove = (index: number) => (index === kept.length ? begin(false) : put(kept.filter((_, at) => at !== index)));
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
