// Since when the fact is known that a finding read and that was not known at the signature: an allergy says so itself.
import type { Content, Finding } from "../types.js";
import { evaluate } from "./rules.js";
import { day } from "./times.js";
import { type Context, unitsOf } from "./units.js";

type Rules = Parameters<typeof evaluate>[0];

/**
 * The last day, after that of the visit, on which a fact became known without which the finding would not be as it is;
 * null where the record does not say.
 */
export function learnedOn(finding: Finding, content: Content, context: Context, rules: Rules): string | null {
  const { patient } = context;
  const visit = day(content.visit?.session_date) ?? Number.POSITIVE_INFINITY;
  const later = unitsOf(patient, "allergy").filter((key) => (day(patient[key].known_since) ?? 0) > visit);
  const isWithout = (key: string) => {
    const { [key]: _left, ...others } = patient;
    return !evaluate(rules, content, { ...context, patient: others }).some((one) => isSame(one, finding));
  };
  return (
    later
      .filter(isWithout)
      .map((key) => patient[key].known_since)
      .sort()
      .at(-1) ?? null
  );
}

const isSame = (one: Finding, other: Finding) => one.rule === other.rule && one.at === other.at && one.fp === other.fp;
