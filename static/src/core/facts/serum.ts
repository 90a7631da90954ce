// Facts of a serum: whether it may be used on this day and on this person (domain.md 8).

import type { Unit } from "../../types.js";
import { day, isPast } from "../times.js";

export function serumFacts(serum: Unit, on: number | null, allergies: string[]): Unit {
  const contains = Array.isArray(serum.contains) ? serum.contains : [];
  const shared = allergies.filter((substance) => contains.includes(substance));
  return {
    expired: isPast(day(serum.expiry), on),
    allergens: shared,
    allergen_count: shared.length,
    unchecked: allergies.length > 0 && serum.allergy_checked === "no",
  };
}
