// Answers of earlier sessions of a course that still apply (domain-2.md 12, F2), read from the signed notes. Mirrors
// server/domain/decisions.py; tests/vectors/decisions.json holds both to the same results. An answer ends with a
// changed value or limit, a new adverse event, the return of its note, a new course, and its age.
import type { Content, Decision, Finding, LocalRecord, Signature, Unit } from "../types.js";
import { belongs } from "./courses.js";
import { day, instant, monthsBetween } from "./times.js";
import { unitsOf } from "./units.js";

export type SignedNote = Pick<LocalRecord, "state" | "fields"> & Partial<Pick<LocalRecord, "findings" | "signatures">>;

const STANDING = ["signed", "approved"];
const ASKED = ["warn", "reason"];

/** `before`: the notes of the earlier visits, oldest first. By the `decision` of a finding. */
export function decisions(
  content: Content,
  patient: Content,
  before: SignedNote[],
  limits: Unit,
): Record<string, Decision> {
  const [course, on] = [courseOf(content, patient), visitDay(content)];
  const found: Record<string, Decision> = {};
  if (course == null || on == null) return found;
  for (const note of before) {
    const then = visitDay(note.fields);
    if (then == null || !STANDING.includes(note.state) || courseOf(note.fields, patient) !== course) continue;
    if (!holds(then, on, patient, limits)) continue;
    const told = { on: note.fields.visit.session_date, by: signer(note.signatures ?? []) };
    for (const row of (note.findings ?? []).filter(isAnsweredThere)) found[row.decision ?? ""] = told;
  }
  return found;
}

/** The written course of a visit; without one, nothing is remembered. */
export function courseOf(content: Content, patient: Content): string | null {
  const visit = content.visit ?? {};
  if (day(visit.session_date) == null) return null;
  return unitsOf(patient, "course").find((key) => belongs(visit, key, patient[key])) ?? null;
}

const visitDay = (content: Content) => day(content.visit?.session_date);

function holds(then: number, on: number, patient: Content, limits: Unit) {
  const age = monthsBetween(then, on);
  if (age == null || !(age < limits.decisions?.valid_months)) return false;
  return !unitsOf(patient, "ae").some((key) => isSince(patient[key], then));
}

/** An adverse event without a known beginning may be new. */
function isSince({ onset_at }: Unit, then: number) {
  const began = instant(onset_at) == null ? null : day(onset_at.slice(0, 10));
  return began == null || began >= then;
}

/** A note is signed only when what it asks is answered. */
const isAnsweredThere = ({ decision, severity, since }: Finding) =>
  Boolean(decision) && ASKED.includes(severity) && (since == null || since === "signed");

const signer = (signatures: Signature[]): string =>
  signatures.findLast(({ meaning }) => meaning !== "countersign")?.name ?? "";
