// Counting scars: a row for each kind, a button for each band, the score beside its maximum.
import { fieldNamed } from "../../core/catalogue.js";
import { assessmentFacts } from "../../core/facts/score.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Field, Section, Unit, Value } from "../../types.js";
import { toggles } from "../../ui/controls/chips.js";
import { noteField } from "../../ui/forms/section-form.js";
import { button } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";
import { counted, formatFigure, SCALES, type Scale } from "./scores.js";

const COUNTS = ["0", "1–10", "11–20", "> 20"];
const AREAS = ["0", "< 5 cm²", "5–20 cm²", "> 20 cm²"];
const FEW = ["0", "< 5", "5–20", "> 20"];
const GRADES = ["0", "1", "2", "3", "4", "5"];

/** The labels of the buttons of a row. */
const keysOf = (fact: string, name: string) =>
  fact === "ecca" ? FEW : fact === "scar_s" ? GRADES : name === "gb_keloidal" ? AREAS : COUNTS;

/** The cross-section of the skin, drawn in templates/sprite.svg. */
const profile = (grade: string | number) =>
  html`<svg class="skin-profile" viewBox="0 0 48 28" aria-hidden="true"><use href="#i-skin-${grade}"></use></svg>`;

function grades(field: Field, model: NoteModel) {
  return html`<div class="field form-wide" id="f-assessment-${field.name}-field"><span class="label" id="gb-qual">${field.label}</span>
    ${toggles(["pictured", "pictured-row"], field.choices, ({ value, label }) => html`<span class="scale-number">${value}</span>${profile(value)}<span>${label}</span>`, answering(field, model, "gb-qual"))}</div>`;
}

const put = (model: NoteModel, patch: Unit) => model.actions.set("assessment", patch);

/** The options of a button group that answers one field. */
const answering = ({ name }: Field, model: NoteModel, labelledby: string) => ({
  value: model.note.content.assessment?.[name],
  disabled: model.form.disabled,
  labelledby,
  onChange: (answer: Value) => put(model, { [name]: answer }),
});

function bandRow(field: Field, words: string[], model: NoteModel) {
  const id = `f-assessment-${field.name}`;
  const bands = field.choices.map(({ value, label }, at) => ({
    value,
    word: words[at],
    name: `${words[at]}: ${label}`,
  }));
  return html`<div class="band-row" id="${id}-field"><span class="band-label" id=${id}>${field.label}</span>
    ${toggles(["segments", "segment"], bands, ({ word }) => word, answering(field, model, id))}</div>`;
}

function scale(each: Scale, section: Section, model: NoteModel) {
  const { limits } = model.context.forms;
  const count = counted(each, section, model.note.content.assessment ?? {}, limits);
  const { rows, left } = count;
  const begun = left.length < rows.length;
  const before = assessmentFacts(model.judged.view.context.baseline ?? {}, limits)[each.fact];
  const rest = () => put(model, Object.fromEntries(left.map(({ name }) => [name, 0])));
  return html`<details class="more bands" ?open=${begun || before !== null || each.fact === "gb_quant"}>
    <summary><span class="grow">${each.heading()}</span>${begun ? html`<span>${formatFigure(count)}</span>` : nothing}</summary>
    ${rows.map((field) => bandRow(field, keysOf(each.fact, field.name), model))}
    <div class="band-foot" role="status"><span class="figure">${begun ? html`${showNumber(count.figure)}<small>${t("of {max}", { max: count.max })}</small>` : nothing}</span>
      <span>${before === null ? nothing : t("At the beginning {n}", { n: showNumber(before) })}</span></div>
    ${begun && left.length && !model.form.disabled ? button(t("The other {n} rows: none", { n: left.length }), rest) : nothing}
  </details>`;
}

export function assessmentStep(section: Section, model: NoteModel): Template {
  const field = (name: string) => fieldNamed(section, name);
  const draw = (name: string) => noteField(field(name), "assessment", model);
  return html`<div class="form" data-unit="assessment">${grades(field("gb_qual"), model)}</div>
    ${SCALES.map((each) => scale(each, section, model))}
    <div class="form">${["scar_types", "pih_present", "active_acne_count", "photo_set", "concern", "goal", "assessor", "on"].map(draw)}</div>`;
}
