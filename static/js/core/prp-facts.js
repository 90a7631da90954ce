// What the PRP entries imply: spin force, platelet factor, recovery, dose, balance, classifications (domain.md 7).

import { knownTotal, number, own, product, ratio, rounded, rows, total } from "./figures.js";
import { day, inOrder, isPast } from "./times.js";

/** @typedef {import("./figures.js").Unit} Unit */

const SPINS = [0, 1, 2];
const RICH = { leukocyte_rich: true, leukocyte_poor: false };

/** Platelets in 10*3/uL, volumes in mL, dose in billions, force in multiples of g.
 * @param {Unit} prp @param {number | null} on @param {Unit} limits @returns {Unit} */
export function prpFacts(prp, on, limits) {
  const table = limits.prp;
  const [baseline, platelets] = [number(prp.platelets_baseline), number(prp.platelets_prp)];
  const [volume, drawn] = [number(prp.volume_ml), number(prp.drawn_ml)];
  const given = total(rows(prp, "sites").map((row) => number(row.ml)));
  const spent = knownTotal([given, number(prp.topical_ml), number(prp.discarded_ml)]);
  const factor = ratio(platelets, baseline);
  const recovery = ratio(product(100, platelets, volume), product(baseline, drawn));
  const dose = ratio(product(platelets, given), 1000);
  const active = prp.activation == null ? null : prp.activation !== "none";
  const rich = own(RICH, prp.wbc) ?? null;
  return {
    ...spinForces(prp, table),
    factor,
    recovery_pct: recovery,
    injected_ml: given,
    spent_ml: spent,
    excess_ml: spent == null || volume == null ? null : rounded(spent - volume),
    dose_billion: dose,
    depa_dose: grade(dose, table.depa_dose),
    depa_efficiency: grade(recovery, table.depa_efficiency),
    depa_purity: null,
    depa_activation: active == null ? null : active ? "yes" : "no",
    paw: paw(baseline, platelets, rich, active, table.paw_platelets),
    mishra: mishra(factor, rich, active, table.mishra_factor),
    times_in_order: inOrder(prp.drawn_at, prp.used_at),
    given: prp.used_at != null,
    kit_expired: isPast(day(prp.kit_expiry), on),
  };
}

/** rcf_1 to rcf_3. @param {Unit} prp @param {Unit} table */
function spinForces(prp, table) {
  const spins = rows(prp, "spins");
  return Object.fromEntries(SPINS.map((at) => [`rcf_${at + 1}`, rcf(spins[at] ?? {}, table.rcf_constant)]));
}

/** 1.118e-5 x radius in cm x rpm squared; a force typed in stands as it is. @param {Unit} spin @param {number} constant */
function rcf(spin, constant) {
  const rpm = number(spin.rpm);
  return product(constant, number(spin.radius_cm), rpm, rpm) ?? number(spin.g);
}

/** @param {number | null} value @param {number[]} cuts */
function grade(value, cuts) {
  if (value == null) return null;
  return value > cuts[0] ? "A" : value >= cuts[1] ? "B" : value >= cuts[2] ? "C" : "D";
}

/** Such as "P3-B", or "P3-x-B" when activated from outside.
 * @param {number | null} baseline @param {number | null} platelets @param {boolean | null} rich
 * @param {boolean | null} active @param {number[]} cuts */
function paw(baseline, platelets, rich, active, cuts) {
  if (platelets == null || baseline == null || rich == null || active == null) return null;
  const step = platelets <= baseline ? "P1" : platelets <= cuts[0] ? "P2" : platelets <= cuts[1] ? "P3" : "P4";
  return `${step}${active ? "-x" : ""}-${rich ? "A" : "B"}`;
}

/** @param {number | null} factor @param {boolean | null} rich @param {boolean | null} active @param {number} cut */
function mishra(factor, rich, active, cut) {
  if (factor == null || rich == null || active == null) return null;
  return `${(rich ? 1 : 3) + (active ? 1 : 0)}${factor >= cut ? "A" : "B"}`;
}
