// What the patient's record says of an allergy after the visit: since when it is known, and since when it is no longer
// one. Of any other entry the day stays open. Mirrors server/domain/learned.py; tests/vectors/learned.json holds both to
// the same results.
import type { Content, Finding, Severity } from "../types.js";
import { evaluate } from "./rules.js";
import { day } from "./times.js";
import { type Context, unitsOf } from "./units.js";

type Rules = Parameters<typeof evaluate>[0];
/** A finding kept with a signature; its `thing` is absent in those kept before things were told apart. */
export type Kept = Pick<Finding, "rule" | "at" | "thing"> & Partial<Finding>;

export const GRAVE: Severity[] = ["block*", "reason*", "reason"];

const active = (patient: Content) => unitsOf(patient, "allergy").filter((key) => patient[key].status !== "inactive");

const isSame = (one: Finding, other: Finding) => one.rule === other.rule && one.at === other.at && one.fp === other.fp;

function isAfter(known: unknown, content: Content) {
  const [since, visit] = [day(known), day(content.visit?.session_date)];
  return since != null && visit != null && since > visit;
}

/**
 * The last day, after that of the visit, on which an allergy became known without which the finding would not be as it
 * is; null where the record does not say.
 */
export function learnedOn(found: Finding, content: Content, context: Context, rules: Rules): string | null {
  const { patient } = context;
  const isWithout = (key: string) => {
    const { [key]: _left, ...others } = patient;
    return !evaluate(rules, content, { ...context, patient: others }).some((one) => isSame(one, found));
  };
  const later = active(patient).filter((key) => isAfter(patient[key].known_since, content) && isWithout(key));
  return last(later.map((key) => patient[key].known_since));
}

/** The last day on which an allergy was ruled out with which the finding would be as it was. */
export function noLongerSince(found: Finding, content: Content, context: Context, rules: Rules): string | null {
  const { patient } = context;
  const isWith = (key: string) => {
    const before = { ...context, patient: { ...patient, [key]: { ...patient[key], status: "active" } } };
    return evaluate(rules, content, before).some((one) => isSame(one, found));
  };
  const gone = unitsOf(patient, "allergy").filter(
    (key) => day(patient[key].ruled_out_on) != null && patient[key].status === "inactive" && isWith(key),
  );
  return last(gone.map((key) => patient[key].ruled_out_on));
}

const last = (days: string[]) => days.sort().at(-1) ?? null;

/** A finding with the day on which it became known. */
export interface Learned {
  finding: Finding;
  on: string;
}

/**
 * What would have required a reason if it had been known at the visit, and was not known. `known`: the findings of the
 * signature.
 */
export function learnedLater(content: Content, context: Context, known: Kept[], rules: Rules): Learned[] {
  if (!active(context.patient).some((key) => isAfter(context.patient[key].known_since, content))) return [];
  const kept = knownAt(known);
  return evaluate(rules, content, context)
    .filter((finding) => GRAVE.includes(finding.severity) && !isKnown(finding, kept))
    .flatMap((finding) => {
      const on = learnedOn(finding, content, context, rules);
      return on == null ? [] : [{ finding, on }];
    });
}

/** The findings kept with a signature, without those that it only told. */
export const knownAt = (kept: Kept[]): Kept[] => kept.filter(({ since }) => since !== "learned");

export const isKnown = (found: Finding, known: Kept[]): boolean => known.some((row) => isOf(row, found));

/**
 * Whether the kept finding tells this one. One of an older version told all things of a rule at once: those whose fields
 * it names and whose entries stand in its lists.
 */
function isOf(row: Kept, { rule, at, thing, fields, numbers }: Finding) {
  if (row.rule !== rule || row.at !== at) return false;
  if (row.thing != null) return row.thing === thing;
  const isNamed = !row.fields?.length || fields.some((path) => row.fields?.includes(path));
  return isNamed && Object.entries(numbers).every(([path, value]) => isAmong(value, row.numbers?.[path]));
}

const isAmong = (value: unknown, told: unknown) =>
  !Array.isArray(value) || !Array.isArray(told) || value.every((one) => told.includes(one));
