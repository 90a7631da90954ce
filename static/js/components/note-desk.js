// What the editor, the signature and the amendment all need of a note: its content judged by facts, rules and completeness.
import { carriedState, openPaths } from "../core/carried.js";
import { keyLabel, sectionFor, unitName } from "../core/catalogue.js";
import { advised, isRequired, missing } from "../core/completeness.js";
import { evaluate, look } from "../core/rules.js";
import { usedUnits } from "../core/traceability.js";
import { inTime, today } from "../lib/dates.js";
import { carriedFrom } from "./carried.js";
import { pathLabel } from "./fact-words.js";
import { isEmpty } from "./field.js";
import { bySeverity, isUnanswered } from "./finding.js";
import { patientName } from "./patient-words.js";
import { problemWords } from "./problem-words.js";
import { newestFirst, visit } from "./visit-words.js";

const dayOf = (note) => visit(note).session_date ?? today();
const isTreated = (note) => visit(note).performed === "treated";
const others = (notes, note) => notes.filter(({ id, state }) => id !== note.id && state !== "void");

/** The patient's visits on days before this note, the first one first. */
function earlierVisits(notes, note) {
  const place = (each) => `${visit(each).session_date} ${each.id}`;
  return others(notes, note)
    .filter((each) => visit(each).session_date < dayOf(note))
    .sort((a, b) => inTime(place(a), place(b)));
}

/** The treated and signed visit before this note, to take its values over from; null when there was none. */
export const lastTreated = (notes, note) =>
  others(notes, note)
    .filter((each) => each.version > 0 && isTreated(each) && visit(each).session_date <= dayOf(note))
    .sort(newestFirst)[0] ?? null;

/**
 * The judged note. `gaps` leaves out what was only copied: `unconfirmed` lists those paths. `extra` brings what a screen adds: set(unit, patch), saved(unit, name), disabled, people, ui, redraw, jump.
 */
export function judge({ content, patient, notes, note, forms, unitsInUse = new Map(), extra = {} }) {
  const earlier = earlierVisits(notes, { ...note, fields: content });
  const sections = forms.record_types.note.sections;
  const context = {
    patient: patient?.fields ?? {},
    previous: visit(earlier.findLast(isTreated)).session_date ?? null,
    now: new Date().toISOString(),
    limits: forms.limits,
    type: "note",
    used_units: usedUnits(content, note.id, unitsInUse),
    baseline: earlier.find(({ fields }) => fields.assessment)?.fields.assessment ?? {},
    photo_before: earlier.some(({ fields }) => fields.photo?.taken === "yes"),
    note_id: note.id,
  };
  const view = look(content, context);
  const gaps = missing(sections, content, context, forms.record_types.patient.sections).filter(
    ({ problem }) => problem !== "carried",
  );
  const findings = bySeverity(evaluate(forms.rules, content, context)).map((finding) => ({
    ...finding,
    limits: forms.limits.version,
  }));
  return {
    content,
    about: patientName(patient),
    sections,
    view,
    findings,
    forms,
    gaps,
    unconfirmed: openPaths(content),
    carriedAt: (path) => carriedState(content, path),
    carriedFrom: carriedFrom(content),
    advice: advised(sections, content, context),
    open: findings.filter((finding) => isUnanswered(finding, content)),
    fact: (unit, name) => view.facts[unit]?.[name] ?? null,
    section: (unit) => sectionFor(sections, unit),
    where: ({ at }) => at && keyLabel(sectionFor(sections, at), at),
    at: (unit, name) => findings.filter((finding) => firstIn(finding, unit) === `${unit}.${name}`),
    problems: (unit, name) =>
      gaps.filter((gap) => gap.unit === unit && gap.field === name && gap.problem !== "missing").map(problemWords),
    needed: (unit, field) =>
      field.required === "sign" && isEmpty(content[unit]?.[field.name]) && isRequired(field, unit, view),
    labelOf: (path) => pathLabel(forms, path),
    ...extra,
  };
}

/** A finding about several fields of a section is said once there, beside the first of them. */
const firstIn = (finding, unit) => finding.fields.find((path) => unitName(path.split(".")[0]) === unitName(unit));
