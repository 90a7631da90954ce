// @ts-nocheck
import { confirmedCopies } from "../../core/copied.js";
import { evaluate } from "../../core/rules.js";
import { hasWritten } from "../../core/writers.js";
import { unitLabel } from "../../store/forms.js";
import { peopleAround } from "../note/note-context.js";
import { contextOf } from "../note/rule-context.js";
import { contentLines } from "../note-record/content-lines.js";
import { comparable } from "../note-record/diff.js";
import { pathLabel } from "../note-record/fact-labels.js";
import { newestFirst, sessionDate, visit } from "../note-record/visit-labels.js";

const WEIGHT = { block: 0, "block*": 1, reason: 2, warn: 3, info: 9 };

/** The visit before this one, of the same patient. */
export function noteBefore(note, notes) {
  return notes
    .filter(
      (other) =>
        other.patient_id === note.patient_id &&
        other.id !== note.id &&
        other.state !== "void" &&
        visit(other).performed === "treated" &&
        sessionDate(other) < sessionDate(note),
    )
    .sort(newestFirst)[0];
}

/** What the rules said when it was signed; worked out here while the server has not spoken yet. */
export function findingsOf(note, patient, notes, forms) {
  if (note.findings && !note.pending) return under(signedUnder(note), note.findings.map(atSignature));
  const context = contextOf(note.fields, { patient, notes, note, forms });
  return under(forms.limits.version, evaluate(forms.rules, note.fields, context));
}

/** What the server kept with a signature was settled then, unless it says otherwise. */
const atSignature = (finding) => ({ ...finding, since: finding.since ?? "signed" });

/** Findings with the name of the limits they go by. */
const under = (limits, findings) => findings.map((finding) => ({ ...finding, limits }));

const signedUnder = ({ signatures }) => signatures.findLast(({ meaning }) => meaning !== "countersign")?.limits_version;

/** Notes that wait for this reviewer: what needs a look first, then the oldest. [{note, findings, needsLook}] */
export function queueFor(user, notes, patients, forms) {
  const waiting = notes
    .filter((note) => note.state === "signed" && !hasWritten(user.id, note))
    .map((note) => {
      const findings = findingsOf(note, patients.get(note.patient_id), notes, forms);
      const rank = Math.min(9, ...findings.map(({ severity, was }) => WEIGHT[was ?? severity] ?? 9));
      return { note, findings, rank, needsLook: rank < WEIGHT.info };
    });
  return waiting.sort((a, b) => a.rank - b.rank || sessionDate(a.note).localeCompare(sessionDate(b.note)));
}

export const ownWaiting = (user, notes) =>
  notes.filter((note) => note.state === "signed" && hasWritten(user.id, note)).sort(newestFirst);

/** All a card shows of one queue entry. */
export function cardOf({ note, findings }, notes, patients, app, whole) {
  const { forms } = app;
  const people = peopleAround(app, notes);
  const before = noteBefore(note, notes);
  const linesOf = ({ fields }) => contentLines("note", fields, forms, people);
  const lines = linesOf(note);
  return {
    note,
    findings,
    patient: patients.get(note.patient_id),
    lines,
    now: comparable(lines, note.fields),
    before: before ? { note: before, lines: comparable(linesOf(before), before.fields) } : null,
    copies: linesOf({ fields: confirmedCopies(note.fields) }),
    whole,
    labelOf: (path) => pathLabel(forms, path),
    whereOf: ({ at }) => (at ? unitLabel("note", at) : ""),
  };
}
