// One row of the clinic's limits: its figures as text or, for editors, each in an input.

import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";
import { formatLimit, type LimitField, type LimitRow } from "./limit-labels.js";

export interface LimitRowOptions {
  editing: boolean;
  /** The typed texts, by path. */
  texts: Record<string, string>;
  /** Why a typed text cannot be saved, by path. */
  errors: Record<string, string>;
  onType: (field: LimitField, text: string) => void;
}

export const limitRow = (
  row: LimitRow,
  options: LimitRowOptions,
): Template => html`<section class="card limit-row" aria-labelledby="row-${row.key}">
  <h3 id="row-${row.key}">${row.label} ${row.never ? html`<span class="mark" data-severity="block">${icon("block")}${t("never treated")}</span>` : nothing}</h3>
  ${options.editing ? html`<div class="limit-fields">${row.fields.map((field) => limitInput(field, options))}</div>` : limitFigures(row)}
</section>`;

const limitFigures = ({ fields }: LimitRow): Template => html`<dl class="figures limit-figures">${fields
  .filter(({ kind }) => kind !== "text")
  .map(
    ({ name, unit, value }) =>
      html`<div><dt class="label">${name}</dt><dd class="figure">${formatLimit(value) || t("none")}${unit && value !== null ? html` <small>${unit}</small>` : nothing}</dd></div>`,
  )}</dl>
  ${fields.filter(({ kind }) => kind === "text").map(({ value }) => html`<p class="hint">${t("Source: {text}", { text: value })}</p>`)}`;

function limitInput(field: LimitField, { texts, errors, onType }: LimitRowOptions): Template {
  const { path, name, unit, kind, value } = field;
  const id = `limit-${path}`;
  const changed = path in texts;
  return html`<div class=${kind === "text" ? "field limit-source" : "field"} data-changed=${changed ? "" : nothing}>
    <label class="label" for=${id}>${name}${unit ? html` <span>${unit}</span>` : nothing}</label>
    <input id=${id} inputmode=${kind === "number" ? "decimal" : nothing} autocomplete="off" spellcheck="false" .value=${live(changed ? texts[path] : formatLimit(value))}
      aria-invalid=${errors[path] ? "true" : nothing} aria-describedby=${errors[path] || changed ? `${id}-about` : nothing} @input=${(event: Event) => onType(field, (event.currentTarget as HTMLInputElement).value)} />
    ${errors[path] ? html`<p class="input-error" id="${id}-about">${errors[path]}</p>` : changed ? html`<p class="hint" id="${id}-about">${t("was {value}", { value: formatLimit(value) || t("none") })}</p>` : nothing}
  </div>`;
}
