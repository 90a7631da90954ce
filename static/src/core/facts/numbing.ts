// Facts of the numbing entries: dose, density, contact time, share of the label's maximum (domain.md 5).

import type { Unit } from "../../types.js";
import { knownTotal, number, own, product, ratio, rounded, rows, total } from "../figures.js";
import { day, inOrder, instant, isPast, MINUTE, minutesBetween } from "../times.js";
export type Strengths = Map<string, number | null>;
export type Before = { creams: Unit[]; shots: Unit[] };
/** What was injected at this visit, and creams of which only the drug is known (core/views.ts). */
export type Given = { shots: Unit[]; creams: Unit[] };

export const NO_INJECTION: Given = { shots: [], creams: [] };

const ESTERS = ["tetracaine", "benzocaine"];
const CLASSES = { amide: ["amide"], ester: ["ester"], amide_ester: ["amide", "ester"] };
const DOSES = [
  ["amount_g", "max_g"],
  ["area_cm2", "max_cm2"],
];
const MAXIMA = ["max_g", "max_cm2", "max_min"];

/** `intended`: it was used, or a product is planned and not recorded as unused. */
export function numbingFacts(
  numbing: Unit,
  { body, visit, eczema }: { body: Unit; visit: Unit; eczema?: Unit },
  on: number | null,
  now: Date | string | number,
  limits: Unit,
  before: Before,
  given: Given,
): Unit {
  const label = own(limits.anaesthetics, numbing.product) ?? {};
  const [amount, area, weight] = [number(numbing.amount_g), number(numbing.area_cm2), number(body.weight_kg)];
  const contact = minutesBetween(numbing.applied_at, numbing.removed_at);
  const running = runningMinutes(numbing, now);
  const children = childMaxima(numbing, visit, weight, limits);
  const actives = rows(numbing, "actives");
  const strength = percents(actives.length ? actives : (label.actives ?? []));
  const [today, dayShare] = dayDoses(numbing, before, limits);
  const ofLabel = labelRatio(today.day_amount_g || amount, today.day_area_cm2 || area, running ?? contact, label);
  const shots = injected([...given.shots, ...before.shots], weight, limits);
  return {
    intended: numbing.used === true || (numbing.used == null && Boolean(numbing.product)),
    applied: numbing.applied_at != null,
    contact_min: contact,
    times_in_order: inOrder(numbing.applied_at, numbing.removed_at, true),
    running_min: running,
    ...minutesOn(contact, running, number(numbing.planned_min)),
    max_min: longestMinutes(numbing, label, children.child_max_min, eczema, limits),
    density: amount != null && area ? rounded((amount / area) * 10) : null,
    ...labelFacts(numbing, label, ofLabel, limits),
    ...today,
    ...substances(strength, [...given.shots, ...given.creams], label),
    applied_mg_lidocaine: product(amount, strength.get("lidocaine"), 10),
    expired: isPast(day(numbing.expiry), on),
    ...children,
    injections: ownUnits(given),
    ...shots,
    combined_ratio: total([largest([ofLabel, dayShare]), ratio(shots.injected_mg, shots.injected_max_mg)]),
  };
}

/** The injections with a unit of their own: rows of schema 1 are judged by their own path. */
function ownUnits({ shots }: Given) {
  const units = shots.filter(({ key }) => key.startsWith("la:"));
  return units.length ? units : null;
}

/**
 * With the creams of earlier visits of the day: amount and area of the same product, and the share of the label maxima
 * that different products reach together, null where there were none; then the share of all creams of the day.
 */
function dayDoses(numbing: Unit, { creams }: Before, limits: Unit): [Unit, number | null] {
  const same = creams.filter(({ product = null }) => product === (numbing.product ?? null));
  const shares = DOSES.map(([name, maximum]) =>
    knownTotal(
      [numbing, ...creams].map((cream) =>
        ratio(number(cream[name]), own(limits.anaesthetics, cream.product)?.[maximum]),
      ),
    ),
  );
  const share = largest(shares);
  const today = Object.fromEntries(DOSES.map(([name]) => [`day_${name}`, dayTotal(numbing, same, name)]));
  return [{ ...today, day_share: same.length < creams.length ? share : null }, creams.length ? share : null];
}

function dayTotal(numbing: Unit, same: Unit[], name: string) {
  const mine = number(numbing[name]);
  return mine == null || !same.length ? null : knownTotal([mine, ...same.map((cream) => number(cream[name]))]);
}

function largest(figures: (number | null)[]) {
  const known = figures.filter((figure) => figure != null);
  return known.length ? Math.max(...known) : null;
}

/** How long the cream has been on, while its removal is not recorded. */
function runningMinutes(numbing: Unit, now: Date | string | number) {
  const applied = instant(numbing.applied_at);
  const passed = applied == null || numbing.removed_at != null ? -1 : new Date(now).getTime() - applied;
  return passed < 0 ? null : Math.floor(passed / MINUTE);
}

/**
 * `on_min` as measured, never from times in the wrong order; `judged_min` otherwise the planned time, or the elapsed
 * time where that is longer.
 */
function minutesOn(contact: number | null, running: number | null, planned: number | null) {
  const measured = contact != null && contact > 0 ? contact : null;
  const expected = running == null || (planned != null && planned > running) ? planned : running;
  return { on_min: measured, judged_min: contact == null ? expected : measured };
}

/** The shortest of the maximum times: the label's, a child's, and EMLA's on eczema. */
function longestMinutes(numbing: Unit, label: Unit, child: number | null, eczema: Unit | undefined, limits: Unit) {
  const onEczema = eczema?.answer === "yes" && numbing.product === "emla" ? limits.numbing.emla_atopic_min : null;
  const known = [label.max_min, child, onEczema].filter((minutes) => minutes != null);
  return known.length ? Math.min(...known) : null;
}

/** Drug to strength; a drug named without a strength stays unknown. */
const percents = (actives: Unit[]): Strengths =>
  new Map(actives.filter(({ drug }) => typeof drug === "string").map((row) => [row.drug, number(row.percent)]));

/** Drugs by name, in the cream or injected, and their classes: what is not an ester is an amide. */
function substances(strength: Strengths, others: Unit[], label: Unit): Unit {
  const given = others.map(({ drug }) => drug).filter((drug) => typeof drug === "string");
  const drugs = [...new Set([...strength.keys(), ...given])].sort();
  const named = drugs.filter((drug) => drug !== "other").map((drug) => (ESTERS.includes(drug) ? "ester" : "amide"));
  return {
    lidocaine_percent: strength.get("lidocaine") ?? null,
    drugs,
    classes: [...new Set([...named, ...(own(CLASSES, label.class) ?? [])])].sort(),
  };
}

const labelFacts = (numbing: Unit, label: Unit, share: number | null, limits: Unit): Unit => ({
  label_ratio: share,
  near_label_limit: share == null ? null : limits.numbing.near_label_ratio <= share && share <= 1,
  no_label_limit: numbing.product ? MAXIMA.some((name) => label[name] == null) : null,
  compounded: label.compounded ?? null,
});

function labelRatio(amount: number | null, area: number | null, contact: number | null, label: Unit) {
  const shares = [ratio(amount, label.max_g), ratio(area, label.max_cm2), ratio(contact, label.max_min)];
  return shares.every((share) => share != null) ? Math.max(...shares) : null;
}

/** EMLA under 12 years: the smaller maximum of the age band and the weight band; null for everybody else. */
function childMaxima(numbing: Unit, visit: Unit, weight: number | null, limits: Unit): Unit {
  const { age_years: years, age_months: months } = visit;
  const isChild = years != null && years >= 0 && years < limits.ages.child && numbing.product === "emla";

  const table: Unit[] = isChild ? limits.emla_children.bands : [];
  const bands = [
    table.find((band) => months != null && months < band.months_below),
    table.find((band) => weight != null && fitsWeight(band, weight)),
  ].filter((band) => band != null);
  const least = (name: string) => (bands.length ? Math.min(...bands.map((band) => band[name])) : null);
  return Object.fromEntries(MAXIMA.map((name) => [`child_${name}`, least(name)]));
}

function fitsWeight(band: Unit, weight: number) {
  if (band.kg_up_to != null) return weight <= band.kg_up_to;
  return band.kg_below == null || weight < band.kg_below;
}

/** The higher maximum holds only if every injection had adrenaline. */
function injected(others: Unit[], weight: number | null, limits: Unit) {
  const shots = others.filter((row) => row.drug === "lidocaine");
  const withAdrenaline = shots.length > 0 && shots.every((row) => row.adrenaline === "yes");
  const limit = limits.injected_lidocaine[withAdrenaline ? "adrenaline" : "plain"];
  const known = weight != null && shots.length > 0;
  return {
    injected_mg: total(shots.map((row) => number(row.mg))),
    injected_max_mg: known ? Math.min(rounded(limit.mg_per_kg * weight), limit.max_mg) : null,
  };
}
