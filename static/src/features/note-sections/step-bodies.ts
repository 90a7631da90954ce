// The content of each step of the note. Most are forms of the catalogue; the map, the time points and the lists are
// drawn here.
import { choiceLabel } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import type { LocalRecord, Section } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { isEmpty } from "../../ui/forms/field.js";
import { noteField, sectionForm } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import { button, quiet } from "../../ui/layout/page.js";
import type { NoteModel } from "../note/note-model.js";
import { todo } from "../note/todo.js";
import { isOpen } from "../note-record/visit-labels.js";
import { shelfField } from "../shelf/shelf-field.js";
import { assessmentStep } from "./assessment.js";
import { consentStep } from "./consent.js";
import { aftercareGiven, consentToday, dropCopied, restIsNo } from "./one-tap.js";
import { outcomeStep } from "./outcome.js";
import { readings } from "./readings.js";
import "../face-map/zone-map.js";

const TEXTS = ["text:observations", "text:plan", "text:remarks"];

/** An open note starts with the observation of the day of the visit; later ones are added to a signed note. */
const firstPoint = (note: LocalRecord) => (isOpen(note) ? "T0" : "T24");

function observations(section: Section, model: NoteModel) {
  const chosen = model.ui.obs ?? firstPoint(model.note.record);
  const filled = (key: string) => !isEmpty(Object.keys(model.note.content[`obs:${key}`] ?? {}));
  const choices = section.keys.map(({ key, label }) => ({
    value: key,
    label: key,
    note: label,
    mark: filled(key) ? icon("check", 18) : nothing,
  }));
  const choose = (key: string | null) => {
    if (key) model.ui.obs = key;
    model.actions.redraw();
  };
  return html`<span class="visually-hidden" id="obs-when">${t("Time of the observation")}</span>
    ${chips({ choices, value: chosen, labelledby: "obs-when", className: "time-points", onChange: choose })}
    ${sectionForm(section, `obs:${chosen}`, model)}`;
}

function serums(section: Section, model: NoteModel) {
  const units = Object.keys(model.note.content).filter((unit) => unit.startsWith("serum:"));
  const all = [...new Set([...units, ...(model.ui.serums ?? [])])];
  const name = (unit: string) =>
    model.note.content[unit]?.product ??
    choiceLabel(section.fields[0], model.note.content[unit]?.category) ??
    t("New serum");
  const add = () => {
    model.ui.serums = [...(model.ui.serums ?? []), `serum:${uuid()}`];
    model.actions.redraw();
  };
  const remove = (unit: string) => {
    model.ui.serums = (model.ui.serums ?? []).filter((each) => each !== unit);
    model.actions.set(unit, Object.fromEntries(section.fields.map((field) => [field.name, null])));
    model.actions.redraw();
  };
  return html`${all.map(
    (unit) => html`<section class="serum" aria-label=${name(unit)}>
        <div class="cluster cluster--apart"><h3>${name(unit)}</h3>
          ${model.form.disabled ? nothing : quiet(t("Remove"), () => remove(unit))}</div>
        ${shelfField(unit, model)}${sectionForm(section, unit, model)}
      </section>`,
  )}
    ${all.length === 0 ? html`<p class="quiet">${t("No serum on this note.")}</p>` : nothing}
    ${model.form.disabled ? nothing : button([icon("plus", 20), t("Add a serum")], add)}`;
}

const words = (model: NoteModel) =>
  TEXTS.map((unit) => html`<div class="form">${noteField(model.context.section(unit).fields[0], unit, model)}</div>`);

const BODIES: Record<string, ((model: NoteModel) => Template | Template[]) | undefined> = {
  todo,
  visit: (model) =>
    html`${sectionForm(model.context.section("visit"), "visit", model, { skip: ["course"] })}${dropCopied(model)}`,
  check: (model) =>
    html`${sectionForm(model.context.section("check"), "check", model)}${restIsNo(model.context.section("check"), model)}`,
  consent: (model) => html`${consentToday(model)}${consentStep(model.context.section("consent"), model)}`,
  aftercare: (model) =>
    html`${aftercareGiven(model)}${sectionForm(model.context.section("aftercare"), "aftercare", model)}`,
  zone: (model) => html`<np-zone-map .model=${model}></np-zone-map>`,
  obs: (model) => observations(model.context.section("obs"), model),
  serum: (model) => serums(model.context.section("serum"), model),
  assessment: (model) => assessmentStep(model.context.section("assessment"), model),
  outcome: (model) => outcomeStep(model.context.section("outcome"), model),
  words,
};

export function stepBody(step: string, model: NoteModel): Template {
  const body =
    BODIES[step]?.(model) ?? html`${shelfField(step, model)}${sectionForm(model.context.section(step), step, model)}`;
  return html`${body}${readings(step, model)}`;
}
