// What is left of the note, in the order of the treatment, each entry answered in place. An answered entry keeps its
// place until the page is left, so that nothing moves under the finger.
import { fieldOf, unitTitle } from "../../core/catalogue.js";
import { placeOf } from "../../core/copied.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { isTabletWide } from "../../lib/wide.js";
import type { Unit } from "../../types.js";
import { confirmKey, fieldList } from "../../ui/forms/field.js";
import { drawn } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import { quiet } from "../../ui/layout/page.js";
import { zoneRows } from "../face-map/zone-list.js";
import { valueText } from "../note-record/content-lines.js";
import { aftercareGiven, consentToday, restIsNo } from "../note-sections/one-tap.js";
import { shelfField } from "../shelf/shelf-field.js";
import { missingList } from "./missing-list.js";
import type { NoteModel } from "./note-model.js";
import { ORDER, stepKey, steps } from "./note-steps.js";

/** What is left of one step; `paths` are those open since the list was opened. */
type Part = (paths: Set<string>, model: NoteModel) => Template;

/** Adds whatever is open now to `seen` (step -> paths, in order of appearance). */
function look(seen: Map<string, Set<string>>, model: NoteModel) {
  const meet = (unit: string, name: string) => {
    const key = stepKey(unit);
    if (!ORDER.includes(key)) return;
    seen.set(key, (seen.get(key) ?? new Set()).add(`${unit}.${name}`));
  };
  if (model.note.content.visit?.performed === "treated" && !model.note.content.device?.cartridge_lot)
    meet("device", "cartridge_lot");
  for (const { unit, field } of model.judged.gaps) meet(unit, field);
  for (const path of model.note.unconfirmed) meet(...placeOf(path));
  for (const {
    severity,
    fields: [first],
  } of model.judged.findings)
    if (severity !== "info") meet(...placeOf(first));
}

/** The fields among these paths that can be answered here, unit by unit, in the order of the form. */
function fields(paths: Set<string>, model: NoteModel) {
  const asked = [...paths].filter((path) => model.note.carriedAt(path) === null);
  const units = [...new Set(asked.map((path) => placeOf(path)[0]))];
  return units.map((unit) => {
    const section = model.context.section(unit);
    const mine = section.fields.filter(({ name }) => asked.includes(`${unit}.${name}`));
    const title = unitTitle(section, unit, model.note.content);
    return mine.length
      ? html`${title ? html`<h4>${title}</h4>` : nothing}<div class="form">${fieldList(mine, unit, (field) => drawn(section, unit, model, field))}</div>`
      : nothing;
  });
}

/** The copied values of a step, with one button that confirms them. Each opens its field. */
function copied(paths: Set<string>, model: NoteModel): Template {
  const mine = [...paths].filter((path) => model.note.carriedAt(path) !== null);
  const open = mine.filter((path) => model.note.carriedAt(path) === "open");
  if (!mine.length) return nothing;
  const value = (path: string) => {
    const [unit, name] = placeOf(path);
    const field = fieldOf(model.context.section(unit), name);
    return field
      ? html`<button type="button" class="copied" data-carried=${model.note.carriedAt(path)} @click=${() => model.actions.jump(unit, name)}><small>${field.label}</small><span>${valueText(field, model.note.content[unit]?.[name], model.context.people)}</span></button>`
      : nothing;
  };
  return html`<div class="copied-group"><div class="copied-values">${mine.map(value)}</div>
    ${open.length ? confirmPart(open, model) : html`<p class="carried-from">${icon("check", 18)}${t("Confirmed")}</p>`}</div>`;
}

/** The button below the copied values of a section; the last one of the note goes on to the review. */
function confirmPart(open: string[], model: NoteModel, words = t("Confirm {n}", { n: open.length })): Template {
  const isLast = open.length === model.note.unconfirmed.length && !model.judged.gaps.length;
  const press = async () => {
    if ((await model.actions.confirm(open)) && isLast) model.actions.finish();
  };
  return confirmKey(isLast ? t("Confirm {n} and review", { n: open.length }) : words, press);
}

/** Copied values that are shown with a start button: its tap confirms them, and it says so. */
function confirmedByStart({ note: { unconfirmed } }: NoteModel) {
  const cream = unconfirmed.filter((path) => placeOf(path)[0] === "numbing");
  const set = unconfirmed.filter((path) => ["device", "zone", "needling"].includes(stepKey(placeOf(path)[0])));
  const confirms: NoteModel["form"]["confirms"] = {};
  if (cream.length) {
    const words = t("Confirm {n}, skin intact, cream on", { n: cream.length });
    confirms["numbing.applied_at"] = { words, paths: cream };
  }
  if (set.length && isTabletWide())
    confirms["needling.started_at"] = { words: t("Confirm device and sites, start"), paths: set };
  return confirms;
}

function check(paths: Set<string>, model: NoteModel) {
  const section = model.context.section("check");
  return html`${restIsNo(section, model)}
    <details class="more"><summary>${t("Answer one by one")}</summary>${fields(paths, model)}</details>`;
}

/** The map while there was no zone when the page was opened; for copied zones, rows to change or confirm them. */
function zones(paths: Set<string>, model: NoteModel) {
  const section = model.context.section("zone");
  const zones = Object.fromEntries(
    section.keys.map(({ key }) => [key, model.note.content[`zone:${key}`]]).filter(([, zone]) => zone),
  );
  const open = model.note.unconfirmed.filter((path) => stepKey(path) === "zone");
  const inWords = new Set([...paths].filter((path) => path.startsWith("other_site:")));
  if (paths.has("zone.") || !(Object.keys(zones).length || inWords.size))
    return html`<np-zone-map .model=${model}></np-zone-map>`;
  return html`${fields(inWords, model)}${zoneRows({ model, section, zones, write: (key: string, patch: Unit) => model.actions.set(`zone:${key}`, patch) })}
    ${open.length ? confirmPart(open, model, t("Confirm all sites")) : nothing}`;
}

const plain: Part = (paths, model) => html`${copied(paths, model)}${fields(paths, model)}`;

const PARTS: Record<string, Part> = {
  check,
  zone: zones,
  consent: (paths, model) => html`${consentToday(model)}${plain(paths, model)}`,
  aftercare: (paths, model) => html`${aftercareGiven(model)}${plain(paths, model)}`,
};

export function todo(model: NoteModel): Template | Template[] {
  model.ui.left ??= new Map();
  const { left } = model.ui;
  model.form.confirms = confirmedByStart(model);
  look(left, model);
  const parts = steps(model).filter(({ key }) => left.has(key));
  if (!parts.length) return missingList(model, model.actions.jump);
  return parts.map(
    ({
      key,
      label,
      state,
      severity,
    }) => html`<section class="todo-part" data-step=${key} data-done=${state === "done" && !severity ? "" : nothing} aria-label=${label}>
      <div class="cluster cluster--apart"><h3>${state === "done" && !severity ? icon("check", 20) : nothing}${label}</h3>
        ${quiet(html`${t("Open full section")}<span class="visually-hidden">: ${label}</span>`, () => model.actions.go(key))}</div>
      ${shelfField(key, model)}${(PARTS[key] ?? plain)(left.get(key) ?? new Set(), model)}
    </section>`,
  );
}
