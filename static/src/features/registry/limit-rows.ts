// @ts-nocheck
// One row of the clinic's limits: its figures to read, or, for who may change them, each in a box of its own.

import { live } from "../../lib/directives.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";
import { valueWords } from "./limit-labels.js";

/**
 * row: of rowsOf; options: {editing, texts: {path: what is typed}, errors: {path: why}, onType(field, text)}.
 */
export const limitRow = (row, options) => html`<section class="card limit-row" aria-labelledby="row-${row.key}">
  <h3 id="row-${row.key}">${row.label} ${row.never ? html`<span class="mark" data-severity="block">${icon("block")}${t("never treated")}</span>` : nothing}</h3>
  ${options.editing ? html`<div class="limit-fields">${row.fields.map((field) => limitInput(field, options))}</div>` : limitFigures(row)}
</section>`;

const limitFigures = ({ fields }) => html`<dl class="figures limit-figures">${fields
  .filter(({ kind }) => kind !== "text")
  .map(
    ({ name, unit, value }) =>
      html`<div><dt class="label">${name}</dt><dd class="figure">${valueWords(value) || t("none")}${unit && value !== null ? html` <small>${unit}</small>` : nothing}</dd></div>`,
  )}</dl>
  ${fields.filter(({ kind }) => kind === "text").map(({ value }) => html`<p class="hint">${t("Source: {text}", { text: value })}</p>`)}`;

function limitInput(field, { texts, errors, onType }) {
  const { path, name, unit, kind, value } = field;
  const id = `limit-${path}`;
  const changed = path in texts;
  return html`<div class=${kind === "text" ? "field limit-source" : "field"} data-changed=${changed ? "" : nothing}>
    <label class="label" for=${id}>${name}${unit ? html` <span>${unit}</span>` : nothing}</label>
    <input id=${id} inputmode=${kind === "number" ? "decimal" : nothing} autocomplete="off" spellcheck="false" .value=${live(changed ? texts[path] : valueWords(value))}
      aria-invalid=${errors[path] ? "true" : nothing} aria-describedby=${errors[path] || changed ? `${id}-about` : nothing} @input=${(event) => onType(field, event.target.value)} />
    ${errors[path] ? html`<p class="input-error" id="${id}-about">${errors[path]}</p>` : changed ? html`<p class="hint" id="${id}-about">${t("was {value}", { value: valueWords(value) || t("none") })}</p>` : nothing}
  </div>`;
}
