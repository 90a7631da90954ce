// Scores of the scars from the bands counted, and their change since the first assessment (domain.md 2 and 11).

import { number, product, ratio, rounded, total } from "../figures.js";

/** @typedef {import("../units.js").Unit} Unit */

const SCAR_S = ["face", "chest", "back"];
const GRADES = [0, 1, 2, 3, 4, 5];
const BANDS = [0, 1, 2, 3];

/** A total is null until every row has its band: a row left out is not a row with no scars.
 * @param {Unit} assessment @param {Unit} limits @returns {Unit} */
export function assessmentFacts(assessment, limits) {
  const { gb, ecca } = limits.scores;
  return {
    gb_quant: total(Object.keys(gb).map((row) => points(assessment[`gb_${row}`], gb[row]))),
    ecca: total(Object.keys(ecca).map((item) => product(ecca[item], points(assessment[`ecca_${item}`], BANDS)))),
    scar_s: total(SCAR_S.map((place) => points(assessment[`scar_s_${place}`], GRADES))),
  };
}

/** @param {any} band @param {number[]} table @returns {number | null} */
const points = (band, table) => (Number.isInteger(band) ? (table[band] ?? null) : null);

/** Follow-up minus baseline: a percentage below zero is an improvement.
 * @param {Unit} assessment @param {Unit} now @param {import("../units.js").Context} context @returns {Unit} */
export function outcomeFacts(assessment, now, context) {
  const before = context.baseline ?? {};
  const base = assessmentFacts(before, context.limits);
  const [grade, gradeBefore] = [number(assessment.gb_qual), number(before.gb_qual)];
  return {
    gb_quant_change_pct: changePct(base.gb_quant, now.gb_quant),
    ecca_change_pct: changePct(base.ecca, now.ecca),
    gb_qual_change: grade == null || gradeBefore == null ? null : rounded(grade - gradeBefore),
  };
}

/** Null when there is no baseline or it was 0. @param {number | null} base @param {number | null} now */
const changePct = (base, now) => (base == null || now == null ? null : ratio(100 * (now - base), base));
