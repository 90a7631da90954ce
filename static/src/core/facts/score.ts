// Scores of the counted scars, and their change since the first assessment (domain.md 2 and 11).
import type { Unit, Value } from "../../types.js";
import { number, product, ratio, rounded, total } from "../figures.js";
import type { Context } from "../units.js";

const SCAR_S = ["face", "chest", "back"];
const GRADES = [0, 1, 2, 3, 4, 5];
const BANDS = [0, 1, 2, 3];

/** A total is null until every row has its band: an empty row does not mean no scars. */
export function assessmentFacts(assessment: Unit, limits: Unit): Unit {
  const { gb, ecca } = limits.scores;
  return {
    gb_quant: total(Object.keys(gb).map((row) => points(assessment[`gb_${row}`], gb[row]))),
    ecca: total(Object.keys(ecca).map((item) => product(ecca[item], points(assessment[`ecca_${item}`], BANDS)))),
    scar_s: total(SCAR_S.map((place) => points(assessment[`scar_s_${place}`], GRADES))),
  };
}

const points = (band: Value, table: number[]): number | null => (Number.isInteger(band) ? (table[band] ?? null) : null);

/** Follow-up minus baseline: a percentage below zero is an improvement. */
export function outcomeFacts(assessment: Unit, now: Unit, context: Context): Unit {
  const before = context.baseline ?? {};
  const base = assessmentFacts(before, context.limits);
  const [grade, gradeBefore] = [number(assessment.gb_qual), number(before.gb_qual)];
  return {
    gb_quant_change_pct: changePct(base.gb_quant, now.gb_quant),
    ecca_change_pct: changePct(base.ecca, now.ecca),
    gb_qual_change: grade == null || gradeBefore == null ? null : rounded(grade - gradeBefore),
  };
}

/** Null when there is no baseline or it was 0. */
const changePct = (base: number | null, now: number | null) =>
  base == null || now == null ? null : ratio(100 * (now - base), base);
