// Since when a fact is known that was not known at the signature: an allergy says so itself.
import type { Content, Finding } from "../types.js";
import { day } from "./times.js";
import { unitsOf } from "./units.js";

/** The last day, after that of the visit, on which an allergy became known that the finding may be about. */
export function learnedOn({ fields, numbers }: Finding, patient: Content, content: Content): string | null {
  if (![...fields, ...Object.keys(numbers)].some((path) => path.includes("allerg"))) return null;
  const visit = day(content.visit?.session_date) ?? Number.POSITIVE_INFINITY;
  const known = unitsOf(patient, "allergy").map((key) => patient[key].known_since);
  return (
    known
      .filter((on) => (day(on) ?? 0) > visit)
      .sort()
      .at(-1) ?? null
  );
}
