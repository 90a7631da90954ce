// Red flags in an observation: the adverse event each one indicates (domain.md 9 and 12).
import type { Unit, Value } from "../types.js";
import { number } from "./figures.js";

/** By the term of the catalogue, the most urgent first; null when there is none. */
export function redFlag(seen: Unit, point: string, limits: Unit): string | null {
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

const under = (low: Value, high: Value) => number(low) != null && number(high) != null && low < high;
