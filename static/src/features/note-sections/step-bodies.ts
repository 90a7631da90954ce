// The content of each step of the note. Most are forms of the catalogue; the map, the time points and the lists are
// drawn here.
import { choiceLabel } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Section } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { isEmpty } from "../../ui/forms/field.js";
import { noteField, sectionForm } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import { pointLabel } from "../follow-up/follow-up-labels.js";
import type { NoteModel } from "../note/note-model.js";
import { todo } from "../note/todo.js";
import { photoStep } from "../photos/photo-step.js";
import { shelfField } from "../shelf/shelf-field.js";
import { assessmentStep } from "./assessment.js";
import { consentStep } from "./consent.js";
import { cues } from "./cues.js";
import { aftercareGiven, consentToday, dropCopied, enteredAfterwards, restIsNo } from "./one-tap.js";
import { outcomeStep } from "./outcome.js";
import { besideCream } from "./pain-relief.js";
import { readings } from "./readings.js";
import { procedures, repeating, sitesInWords } from "./repeats.js";
import { unitList } from "./unit-list.js";
import "../face-map/zone-map.js";

const TEXTS = ["text:observations", "text:plan", "text:remarks"];

/** What is seen from the next day on is a follow-up of its own; a note that already holds it keeps it. */
const OF_THE_VISIT = ["T0", "T30"];

function observations(section: Section, model: NoteModel) {
  const chosen = model.ui.obs ?? OF_THE_VISIT[0];
  const filled = (key: string) => !isEmpty(Object.keys(model.note.content[`obs:${key}`] ?? {}));
  const offered = section.keys.filter(({ key }) => OF_THE_VISIT.includes(key) || filled(key));
  const choices = offered.map(({ key, label }) => ({
    value: key,
    label: pointLabel(key) || label,
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

const serums = (section: Section, model: NoteModel) =>
  unitList(section, model, {
    name: ({ product, category }) => product ?? choiceLabel(section.fields[0], category) ?? t("New serum"),
    none: t("No serum on this note."),
    add: t("Add a serum"),
    before: (unit) => shelfField(unit, model),
  });

const words = (model: NoteModel) =>
  TEXTS.map((unit) => html`<div class="form">${noteField(model.context.section(unit).fields[0], unit, model)}</div>`);

const BODIES: Record<string, ((model: NoteModel) => Template | Template[]) | undefined> = {
  todo,
  visit: (model) =>
    html`${sectionForm(model.context.section("visit"), "visit", model, { skip: ["course"] })}${enteredAfterwards(model)}${dropCopied(model)}`,
  check: (model) =>
    html`${sectionForm(model.context.section("check"), "check", model)}${restIsNo(model.context.section("check"), model)}`,
  consent: (model) => html`${consentToday(model)}${consentStep(model.context.section("consent"), model)}`,
  aftercare: (model) =>
    html`${aftercareGiven(model)}${sectionForm(model.context.section("aftercare"), "aftercare", model)}`,
  numbing: (model) => html`${repeating("numbing", model)}${besideCream(model)}`,
  zone: (model) => html`<np-zone-map .model=${model}></np-zone-map>${sitesInWords(model)}`,
  obs: (model) => observations(model.context.section("obs"), model),
  device: (model) => repeating("device", model),
  prp: (model) => repeating("prp", model),
  proc: procedures,
  photo: (model) => photoStep(model.context.section("photo"), model),
  serum: (model) => serums(model.context.section("serum"), model),
  assessment: (model) => assessmentStep(model.context.section("assessment"), model),
  outcome: (model) => outcomeStep(model.context.section("outcome"), model),
  words,
};

export function stepBody(step: string, model: NoteModel): Template {
  const body =
    BODIES[step]?.(model) ?? html`${shelfField(step, model)}${sectionForm(model.context.section(step), step, model)}`;
  return html`${cues(step, model)}${body}${readings(step, model)}`;
}
