// What a serum implies: whether it may be used on this day and on this person (domain.md 8).

import { day, isPast } from "../times.js";

/** @typedef {import("../units.js").Unit} Unit */

/** @param {Unit} serum @param {number | null} on @param {string[]} allergies @returns {Unit} */
export function serumFacts(serum, on, allergies) {
  const contains = Array.isArray(serum.contains) ? serum.contains : [];
  const shared = allergies.filter((substance) => contains.includes(substance));
  return {
    expired: isPast(day(serum.expiry), on),
    allergens: shared,
    allergen_count: shared.length,
    unchecked: allergies.length > 0 && serum.allergy_checked === "no",
  };
}
