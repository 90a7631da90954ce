// What in an observation is a red flag: the adverse event it speaks for (domain.md 9 and 12).

import { number } from "./figures.js";

/** @typedef {import("./units.js").Unit} Unit */

/** By the term of the catalogue; null when there is none. What cannot wait comes first.
 * @param {Unit} seen @param {string} point @param {Unit} limits @returns {string | null} */
export function redFlag(seen, point, limits) {
  const table = limits.observation;
  const lesions = seen.new_lesions ?? [];
  const found = [
    ["methaemoglobinaemia", under(seen.spo2, table.spo2_low)],
    ["infection", seen.exudate === "pus" || under(table.fever_c, seen.temp_c)],
    ["hsv", lesions.includes("vesicles")],
    ["granuloma", lesions.includes("nodules") || (["T7d", "T28d"].includes(point) && lesions.includes("papules"))],
    ["tram_track", lesions.includes("linear_marks")],
    ["haematoma", seen.haematoma === "yes"],
    ["prolonged_erythema", under(table.redness[point], seen.erythema)],
    ["pih", point === "T28d" && seen.pigment_change === "darker"],
  ].find(([, fires]) => fires);
  return found ? String(found[0]) : null;
}

/** @param {any} low @param {any} high */
const under = (low, high) => number(low) != null && number(high) != null && low < high;
