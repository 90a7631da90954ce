// What the editor, the signature and the amendment all need of a note: its content judged by facts, rules and completeness.
import { advised, isRequired, missing } from "../core/completeness.js";
import { evaluate, look } from "../core/rules.js";
import { today } from "../lib/dates.js";
import { t } from "../lib/i18n.js";
import { pathLabel } from "./fact-words.js";
import { isEmpty } from "./field.js";
import { bySeverity, isUnanswered } from "./finding.js";
import { visit } from "./visit-words.js";

export const unitName = (unit) => unit.split(":")[0];

export function sectionFor(sections, unit) {
  return sections.find((section) => section.unit === unit) ?? sections.find((section) => section.repeats && section.unit === unitName(unit));
}

/** The day of the treated visit before this note, for the interval; null when there was none. */
export function previousDate(notes, note) {
  const on = visit(note).session_date ?? today();
  const earlier = notes
    .filter((each) => each.id !== note.id && each.state !== "void" && visit(each).performed === "treated" && visit(each).session_date < on)
    .map((each) => visit(each).session_date);
  return earlier.sort().at(-1) ?? null;
}

/** Adds a patch to a content, as the store does: null clears, an empty unit disappears. */
export function patched(content, unit, patch) {
  const values = { ...content[unit], ...patch };
  for (const name of Object.keys(values)) if (values[name] === null) delete values[name];
  const next = { ...content, [unit]: values };
  if (!Object.keys(values).length) delete next[unit];
  return next;
}

/**
 * The judged note. `extra` brings what a screen adds: set(unit, patch), saved(unit, name), disabled, people, ui, redraw, jump.
 */
export function judge({ content, patient, notes, note, forms, extra = {} }) {
  const sections = forms.record_types.note.sections;
  const context = {
    patient: patient?.fields ?? {},
    previous: previousDate(notes, { ...note, fields: content }),
    now: new Date().toISOString(),
    limits: forms.limits,
    type: "note",
    note_id: note.id,
  };
  const view = look(content, context);
  const gaps = missing(sections, content, context);
  const findings = bySeverity(evaluate(forms.rules, content, context));
  return {
    content,
    sections,
    view,
    findings,
    forms,
    gaps,
    advice: advised(sections, content, context),
    open: findings.filter((finding) => isUnanswered(finding, content)),
    fact: (unit, name) => view.facts[unit]?.[name] ?? null,
    section: (unit) => sectionFor(sections, unit),
    at: (unit, name) => findings.filter((finding) => firstIn(finding, unit) === `${unit}.${name}`),
    problems: (unit, name) => gaps.filter((gap) => gap.unit === unit && gap.field === name && gap.problem !== "missing").map((gap) => t(gap.message, gap.params)),
    within: (unit) => findings.filter((finding) => finding.fields.some((path) => unitName(path.split(".")[0]) === unit)),
    wanted: (unit, field) => field.required === "sign" && isRequired(field, unit, view),
    needed: (unit, field) => field.required === "sign" && isEmpty(content[unit]?.[field.name]) && isRequired(field, unit, view),
    labelOf: (path) => pathLabel(forms, path),
    ...extra,
  };
}

/** A finding about several fields of a section is said once there, beside the first of them. */
const firstIn = (finding, unit) => finding.fields.find((path) => unitName(path.split(".")[0]) === unitName(unit));
