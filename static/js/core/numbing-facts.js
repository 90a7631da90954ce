// What the numbing entries imply: dose, density, contact time, how near the label's maximum (domain.md 5.3).

import { number, own, product, ratio, rounded, rows, total } from "./figures.js";
import { inOrder, minutesBetween } from "./times.js";

/** @typedef {import("./figures.js").Unit} Unit */

const DRUGS = ["lidocaine", "prilocaine", "tetracaine", "benzocaine"];
const INJECTED = ["infiltration", "nerve_block"];

/** @param {Unit} numbing @param {number | null} weight in kg @param {Unit} limits @returns {Unit} */
export function numbingFacts(numbing, weight, limits) {
  const label = own(limits.anaesthetics, numbing.product) ?? {};
  const [amount, area] = [number(numbing.amount_g), number(numbing.area_cm2)];
  const contact = minutesBetween(numbing.applied_at, numbing.removed_at);
  const actives = rows(numbing, "actives");
  const strength = percents(actives.length ? actives : (label.actives ?? []));
  const ofLabel = labelRatio(amount, area, contact, label);
  const shots = injected(rows(numbing, "other_la"), weight, limits);
  return {
    contact_min: contact,
    times_in_order: inOrder(numbing.applied_at, numbing.removed_at, true),
    density: amount != null && area ? rounded((amount / area) * 10) : null,
    label_ratio: ofLabel,
    lidocaine_percent: strength.get("lidocaine") ?? null,
    ...Object.fromEntries(DRUGS.map((drug) => [`applied_mg_${drug}`, product(amount, strength.get(drug), 10)])),
    ...absorbed(numbing, area, contact, weight, limits),
    ...shots,
    combined_ratio: total([ofLabel, ratio(shots.injected_mg, shots.injected_max_mg)]),
  };
}

/** @param {Unit[]} actives @returns {Map<string, number | null>} */
const percents = (actives) => new Map(actives.map((row) => [row.drug, number(row.percent)]));

/** @param {number | null} amount @param {number | null} area @param {number | null} contact @param {Unit} label */
function labelRatio(amount, area, contact, label) {
  const shares = [ratio(amount, label.max_g), ratio(area, label.max_cm2), ratio(contact, label.max_min)];
  return shares.includes(null) ? null : Math.max(.../** @type {number[]} */ (shares));
}

/** EMLA only: shown as information, never compared with an injected maximum.
 * @param {Unit} numbing @param {number | null} area @param {number | null} contact @param {number | null} weight
 * @param {Unit} limits */
function absorbed(numbing, area, contact, weight, limits) {
  if (numbing.product !== "emla" || area == null || contact == null || contact < 0) {
    return { absorbed_mg_lidocaine: null, absorbed_mg_prilocaine: null, absorbed_mg_per_kg: null };
  }
  const [rate, hours] = [limits.emla_absorption, contact / 60];
  const lidocaine = rounded(rate.lidocaine * area * hours);
  return {
    absorbed_mg_lidocaine: lidocaine,
    absorbed_mg_prilocaine: rounded(rate.prilocaine * area * hours),
    absorbed_mg_per_kg: ratio(lidocaine, weight),
  };
}

/** The higher maximum holds only if every injection had adrenaline.
 * @param {Unit[]} others @param {number | null} weight @param {Unit} limits */
function injected(others, weight, limits) {
  const shots = others.filter((row) => row.drug === "lidocaine" && INJECTED.includes(row.route));
  const withAdrenaline = shots.length > 0 && shots.every((row) => row.adrenaline === "yes");
  const limit = limits.injected_lidocaine[withAdrenaline ? "adrenaline" : "plain"];
  const known = weight != null && shots.length > 0;
  return {
    injected_mg: total(shots.map((row) => number(row.mg))),
    injected_max_mg: known ? Math.min(rounded(limit.mg_per_kg * weight), limit.max_mg) : null,
  };
}
