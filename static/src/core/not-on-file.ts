// Facts about a patient that rules need and nobody has entered (domain-2.md 12, F3).
import type { Content } from "../types.js";
import { unitsOf } from "./units.js";

const FACTS = ["identity.birth_date", "body.sex_at_birth", "body.fitzpatrick", "body.weight_kg"];
export const ALLERGIES = "allergy_status.none_known";
export const SEVERITY = "allergy.severity";

const isOpen = (value: unknown) => value == null || value === "" || value === "unknown";

/** The paths of the missing facts, in the order of the form; an allergy without its severity counts once. */
export function notOnFile(patient: Content): string[] {
  const allergies = unitsOf(patient, "allergy").map((key) => patient[key]);
  const missing = FACTS.filter((path) => {
    const [unit, name] = path.split(".");
    return isOpen(patient[unit]?.[name]);
  });
  if (!allergies.length && isOpen(patient.allergy_status?.none_known)) missing.push(ALLERGIES);
  if (allergies.some(({ status, severity }) => status !== "inactive" && isOpen(severity))) missing.push(SEVERITY);
  return missing;
}
