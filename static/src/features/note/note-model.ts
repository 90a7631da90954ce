// @ts-nocheck
// What the editor, the signature and the amendment all need of a note: its content judged by facts, rules and completeness.
import { bound, raisedGaps, settled } from "../../core/amendment.js";
import { keyLabel, sectionFor, unitName } from "../../core/catalogue.js";
import { advised, isRequired, missing } from "../../core/completeness.js";
import { carriedState, openPaths } from "../../core/copied.js";
import { evaluate, look } from "../../core/rules.js";
import { isEditable } from "../../core/workflow.js";
import { isEmpty } from "../../ui/forms/field.js";
import { bySeverity, isUnanswered } from "../../ui/forms/finding.js";
import { pathLabel } from "../note-record/fact-labels.js";
import { problemWords } from "../note-record/problem-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { carriedFrom } from "./copied-values.js";
import { contextOf } from "./rule-context.js";

/** What is missing to sign, without what was only copied. */
const lackingIn = (content, context, { record_types: { note, patient } }) =>
  missing(note.sections, content, context, patient.sections).filter(({ problem }) => problem !== "carried");

/** A signed note before what is added to it here: what its signature had found is known of the server, else all of it. */
function signedState(around) {
  const { note, forms } = around;
  const context = contextOf(note.fields, around);
  const findings = evaluate(forms.rules, note.fields, context);
  const told = note.findings && !note.pending ? note.findings.filter(({ since }) => since !== "learned") : findings;
  return { content: note.fields, context, findings, known: told.map(({ rule, at }) => [rule, at]) };
}

/**
 * The judged note; of a signed one, what is added to it here answers for what it raises alone. `answers` is the content with
 * what was written for its findings. `gaps` leaves out what was only copied: `unconfirmed` lists those paths. `extra` brings what a screen adds: set(unit, patch), saved(unit, name), disabled, people, ui, redraw, jump.
 */
export function judge({ content, patient, notes, note, forms, unitsInUse = new Map(), extra = {} }) {
  const sections = forms.record_types.note.sections;
  const around = { patient, notes, note, forms, unitsInUse };
  const context = contextOf(content, around);
  const signed = isEditable("note", note.state) ? null : signedState(around);
  const found = evaluate(forms.rules, content, context);
  const lacking = lackingIn(content, context, forms);
  const view = look(content, context);
  const gaps = signed ? raisedGaps(lacking, lackingIn(note.fields, signed.context, forms)) : lacking;
  const findings = bySeverity(signed ? settled(found, content, signed) : found).map((finding) => ({
    ...finding,
    limits: forms.limits.version,
  }));
  const answers = signed ? bound(content, signed, found) : content;
  return {
    content,
    about: patientName(patient),
    sections,
    view,
    findings,
    answers,
    forms,
    gaps,
    unconfirmed: openPaths(content),
    carriedAt: (path) => carriedState(content, path),
    carriedFrom: carriedFrom(content),
    advice: advised(sections, content, context),
    open: findings.filter((finding) => isUnanswered(finding, answers)),
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
