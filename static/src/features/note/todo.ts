// What is left of the note, in the order of the treatment, each entry answered where it stands. What was answered keeps its
// place until the page is left, so that nothing moves under the thumb.
import { fieldOf, keyLabel } from "../../core/catalogue.js";
import { placeOf } from "../../core/copied.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
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

/** What is left of one step; `paths` are those that were open since the list was opened. */
type Part = (paths: Set<string>, desk: NoteModel) => Template;

/** Adds to `seen` (step -> paths, in the order met) whatever is open now. */
function look(seen: Map<string, Set<string>>, desk: NoteModel) {
  const meet = (unit: string, name: string) => {
    const key = stepKey(unit);
    if (!ORDER.includes(key)) return;
    seen.set(key, (seen.get(key) ?? new Set()).add(`${unit}.${name}`));
  };
  if (desk.content.visit?.performed === "treated" && !desk.content.device?.cartridge_lot)
    meet("device", "cartridge_lot");
  for (const { unit, field } of desk.gaps) meet(unit, field);
  for (const path of desk.unconfirmed) meet(...placeOf(path));
  for (const {
    severity,
    fields: [first],
  } of desk.findings)
    if (severity !== "info") meet(...placeOf(first));
}

/** The fields among these paths that a person answers here, unit by unit, in the order of the form. */
function fields(paths: Set<string>, desk: NoteModel) {
  const asked = [...paths].filter((path) => desk.carriedAt(path) === null);
  const units = [...new Set(asked.map((path) => placeOf(path)[0]))];
  return units.map((unit) => {
    const section = desk.section(unit);
    const mine = section.fields.filter(({ name }) => asked.includes(`${unit}.${name}`));
    const title = keyLabel(section, unit);
    return mine.length
      ? html`${title ? html`<h4>${title}</h4>` : nothing}<div class="form">${fieldList(mine, unit, (field) => drawn(section, unit, desk, field))}</div>`
      : nothing;
  });
}

/** The copied values of a step as they would stand, and one key that says they hold today. Each leads to its field. */
function copied(paths: Set<string>, desk: NoteModel): Template {
  const mine = [...paths].filter((path) => desk.carriedAt(path) !== null);
  const open = mine.filter((path) => desk.carriedAt(path) === "open");
  if (!mine.length) return nothing;
  const value = (path: string) => {
    const [unit, name] = placeOf(path);
    const field = fieldOf(desk.section(unit), name);
    return field
      ? html`<button type="button" class="copied" data-carried=${desk.carriedAt(path)} @click=${() => desk.jump(unit, name)}><small>${field.label}</small><span>${valueText(field, desk.content[unit]?.[name], desk.people)}</span></button>`
      : nothing;
  };
  return html`<div class="copied-group"><div class="copied-values">${mine.map(value)}</div>
    ${open.length ? confirmKey(t("Confirm {n}", { n: open.length }), () => desk.confirm(open)) : html`<p class="carried-from">${icon("check", 18)}${t("Confirmed")}</p>`}</div>`;
}

function check(paths: Set<string>, desk: NoteModel) {
  const section = desk.section("check");
  return html`${restIsNo(section, desk)}
    <details class="more"><summary>${t("Answer one by one")}</summary>${fields(paths, desk)}</details>`;
}

/** The map while there was no zone when the page was opened; rows to change or confirm for those carried over. */
function zones(paths: Set<string>, desk: NoteModel) {
  const section = desk.section("zone");
  const zones = Object.fromEntries(
    section.keys.map(({ key }) => [key, desk.content[`zone:${key}`]]).filter(([, zone]) => zone),
  );
  const open = desk.unconfirmed.filter((path) => stepKey(path) === "zone");
  if (paths.has("zone.") || !Object.keys(zones).length) return html`<np-zone-map .desk=${desk}></np-zone-map>`;
  return html`${zoneRows({ desk, section, zones, write: (key: string, patch: Unit) => desk.set(`zone:${key}`, patch) })}
    ${open.length ? confirmKey(t("Confirm all zones"), () => desk.confirm(open)) : nothing}`;
}

const plain: Part = (paths, desk) => html`${copied(paths, desk)}${fields(paths, desk)}`;

const PARTS: Record<string, Part> = {
  check,
  zone: zones,
  consent: (paths, desk) => html`${consentToday(desk)}${plain(paths, desk)}`,
  aftercare: (paths, desk) => html`${aftercareGiven(desk)}${plain(paths, desk)}`,
};

export function todo(desk: NoteModel): Template | Template[] {
  desk.ui.left ??= new Map();
  const { left } = desk.ui;
  look(left, desk);
  const parts = steps(desk).filter(({ key }) => left.has(key));
  if (!parts.length) return missingList(desk.gaps, [], desk.jump, 0, desk.open, desk.where);
  return parts.map(
    ({
      key,
      label,
      state,
      severity,
    }) => html`<section class="todo-part" data-done=${state === "done" && !severity ? "" : nothing} aria-label=${label}>
      <div class="cluster cluster--apart"><h3>${state === "done" && !severity ? icon("check", 20) : nothing}${label}</h3>
        ${quiet(html`${t("All of it")}<span class="visually-hidden">: ${label}</span>`, () => desk.go(key))}</div>
      ${shelfField(key, desk)}${(PARTS[key] ?? plain)(left.get(key) ?? new Set(), desk)}
    </section>`,
  );
}
