// The content of each step of the note. Most are forms of the catalogue; the map, the time points and the lists are drawn here.
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
import { aftercareGiven, consentToday, restIsNo } from "./one-tap.js";
import { outcomeStep } from "./outcome.js";
import { readings } from "./readings.js";
import "../face-map/zone-map.js";

const TEXTS = ["text:observations", "text:plan", "text:remarks"];

/** An open note begins with the observation of the day of the visit; later ones are added to a signed note. */
const firstPoint = (note: LocalRecord) => (isOpen(note) ? "T0" : "T24");

function observations(section: Section, desk: NoteModel) {
  const chosen = desk.ui.obs ?? firstPoint(desk.note);
  const filled = (key: string) => !isEmpty(Object.keys(desk.content[`obs:${key}`] ?? {}));
  const choices = section.keys.map(({ key, label }) => ({
    value: key,
    label: key,
    note: label,
    mark: filled(key) ? icon("check", 18) : nothing,
  }));
  const choose = (key: string | null) => {
    if (key) desk.ui.obs = key;
    desk.redraw();
  };
  return html`<span class="visually-hidden" id="obs-when">${t("Time of the observation")}</span>
    ${chips({ choices, value: chosen, labelledby: "obs-when", className: "time-points", onChange: choose })}
    ${sectionForm(section, `obs:${chosen}`, desk)}`;
}

function serums(section: Section, desk: NoteModel) {
  const units = Object.keys(desk.content).filter((unit) => unit.startsWith("serum:"));
  const all = [...new Set([...units, ...(desk.ui.serums ?? [])])];
  const name = (unit: string) =>
    desk.content[unit]?.product ?? choiceLabel(section.fields[0], desk.content[unit]?.category) ?? t("New serum");
  const add = () => {
    desk.ui.serums = [...(desk.ui.serums ?? []), `serum:${uuid()}`];
    desk.redraw();
  };
  const remove = (unit: string) => {
    desk.ui.serums = (desk.ui.serums ?? []).filter((each) => each !== unit);
    desk.set(unit, Object.fromEntries(section.fields.map((field) => [field.name, null])));
    desk.redraw();
  };
  return html`${all.map(
    (unit) => html`<section class="serum" aria-label=${name(unit)}>
        <div class="cluster cluster--apart"><h3>${name(unit)}</h3>
          ${desk.disabled ? nothing : quiet(t("Remove"), () => remove(unit))}</div>
        ${shelfField(unit, desk)}${sectionForm(section, unit, desk)}
      </section>`,
  )}
    ${all.length === 0 ? html`<p class="quiet">${t("No serum on this note.")}</p>` : nothing}
    ${desk.disabled ? nothing : button([icon("plus", 20), t("Add a serum")], add)}`;
}

const words = (desk: NoteModel) =>
  TEXTS.map((unit) => html`<div class="form">${noteField(desk.section(unit).fields[0], unit, desk)}</div>`);

const BODIES: Record<string, ((desk: NoteModel) => Template | Template[]) | undefined> = {
  todo,
  visit: (desk) => sectionForm(desk.section("visit"), "visit", desk, { skip: ["course"] }),
  check: (desk) => html`${sectionForm(desk.section("check"), "check", desk)}${restIsNo(desk.section("check"), desk)}`,
  consent: (desk) => html`${consentToday(desk)}${consentStep(desk.section("consent"), desk)}`,
  aftercare: (desk) => html`${aftercareGiven(desk)}${sectionForm(desk.section("aftercare"), "aftercare", desk)}`,
  zone: (desk) => html`<np-zone-map .desk=${desk}></np-zone-map>`,
  obs: (desk) => observations(desk.section("obs"), desk),
  serum: (desk) => serums(desk.section("serum"), desk),
  assessment: (desk) => assessmentStep(desk.section("assessment"), desk),
  outcome: (desk) => outcomeStep(desk.section("outcome"), desk),
  words,
};

export function stepBody(step: string, desk: NoteModel): Template {
  const body = BODIES[step]?.(desk) ?? html`${shelfField(step, desk)}${sectionForm(desk.section(step), step, desk)}`;
  return html`${body}${readings(step, desk)}`;
}
