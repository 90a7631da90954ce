// Red flags in what was seen after a treatment: the adverse event each one indicates (domain.md 9 and 12). Mirrors
// server/domain/red_flags.py; tests/vectors/follow_up_check.json holds both to the same terms.
import type { Unit, Value } from "../types.js";
import { number } from "./figures.js";

/** The fields that are read. */
export const READ = [
  ...["visual_symptom", "breathless", "spo2", "exudate", "temp_c", "new_lesions", "new_lump", "haematoma", "erythema"],
  "pigment_change",
];

/** Terms of adverse events in the catalogue, the most urgent first. */
export function redFlags(seen: Unit, point: string, limits: Unit): string[] {
  const table = limits.observation;
  const lesions = seen.new_lesions ?? [];
  const hard = lesions.includes("nodules") || seen.new_lump === "yes";
  const found: [string, boolean][] = [
    ["vascular", seen.visual_symptom === "yes"],
    ["anaphylaxis", seen.breathless === "yes"],
    ["methaemoglobinaemia", under(seen.spo2, table.spo2_low)],
    ["infection", seen.exudate === "pus" || under(table.fever_c, seen.temp_c)],
    ["hsv", lesions.includes("vesicles")],
    ["granuloma", hard || (["T7d", "T28d"].includes(point) && lesions.includes("papules"))],
    ["tram_track", lesions.includes("linear_marks")],
    ["haematoma", seen.haematoma === "yes"],
    ["prolonged_erythema", under(table.redness[point], seen.erythema)],
    ["pih", point === "T28d" && seen.pigment_change === "darker"],
  ];
  return found.filter(([, fires]) => fires).map(([term]) => term);
}

const under = (low: Value, high: Value) => number(low) != null && number(high) != null && low < high;
