// What all local anaesthetics of the day amount to (domain-2.md 6.2): creams and injections, of this visit and of earlier
// ones. Mirrors server/domain/facts/dose.py. An unknown figure leaves the sums a lower bound and is named: `no_mg` are
// injected drugs without a dose, `unknown` are drugs whose strength or maximum is not on file.
import type { Content, Unit, Value } from "../../types.js";
import { knownTotal, number, own, ratio, rounded, rows } from "../figures.js";
import { minutesBetween } from "../times.js";
import { unitsOf } from "../units.js";
import type { Before, Given } from "./numbing.js";
import { childMaxima, largest, runningMinutes } from "./numbing.js";

export type Doses = { given: Given; before: Before; person: { body: Unit; visit: Unit }; now: Date | string | number };

const UNNAMED = "other";
const CLOCK_FREE = ["product", "amount_g", "area_cm2", "applied_at", "removed_at"];

/** `entries`: what the sums come from, without the clock. `near`: up to the maximum, not above. */
export function doseFacts(content: Content, doses: Doses, limits: Unit): Unit {
  const { given, before, person, now } = doses;
  const mine = creamsOfVisit(content);
  const creams = [...mine, ...before.creams];
  const shots = [...given.shots, ...before.shots];
  const maximum = (cream: Unit, name: string) => maximumOf(cream, name, person, limits);
  const sum = (name: string, most: string) =>
    knownTotal(creams.map((cream) => ratio(number(cream[name]), maximum(cream, most))));
  const topical = largest([
    sum("amount_g", "max_g"),
    sum("area_cm2", "max_cm2"),
    ...mine.map((cream) => ratio(minutesOn(cream, now), maximum(cream, "max_min"))),
  ]);
  const drugs = Object.keys(limits.injected ?? {})
    .filter((drug) => shots.some((shot) => shot.drug === drug))
    .map((drug) => ({ drug, dose: drugDose(drug, shots, person, limits) }));
  const injected = knownTotal(drugs.map(({ dose: [mg, most] }) => ratio(mg, most)));
  const share = knownTotal([topical, injected]);
  return {
    creams: creams.length,
    topical_share: topical,
    la_share: injected,
    share,
    near: share == null ? null : limits.numbing.near_label_ratio <= share && share <= 1,
    ...figures(limits, drugs, "mg", 0),
    ...figures(limits, drugs, "max", 1),
    too_young: tooYoung(given.shots, person, limits),
    no_mg: withoutDose(given.shots),
    unknown: unknownDrugs(content, mine, given, shots, limits),
    entries: [
      ...creams.map((cream) => CLOCK_FREE.map((name) => cream[name] ?? null)),
      ...drugs.map(({ drug, dose }) => [drug, ...dose]),
    ],
  };
}

type DrugDose = { drug: string; dose: [number | null, number | null] };

const figures = (limits: Unit, drugs: DrugDose[], name: string, n: 0 | 1): Unit =>
  Object.fromEntries(
    Object.keys(limits.injected ?? {}).map((each) => [
      `${name}_${each}`,
      drugs.find(({ drug }) => drug === each)?.dose[n] ?? null,
    ]),
  );

/** Those of which anything is entered, but not one that was not used after all. */
const creamsOfVisit = (content: Content): Unit[] =>
  unitsOf(content, "numbing")
    .map((key) => content[key])
    .filter(
      (cream) => CLOCK_FREE.some((name) => cream[name] != null) && (cream.used !== false || cream.applied_at != null),
    );

/** The label's maximum, for a child the smaller one of its age and weight. */
function maximumOf(cream: Unit, name: string, { body, visit }: Doses["person"], limits: Unit) {
  const child = childMaxima(cream, visit, number(body.weight_kg), limits)[`child_${name}`];
  const known = [own(limits.anaesthetics, cream.product)?.[name], child].filter((figure) => figure != null);
  return known.length ? Math.min(...known) : null;
}

const minutesOn = (cream: Unit, now: Doses["now"]) =>
  runningMinutes(cream, now) ?? minutesBetween(cream.applied_at, cream.removed_at);

/** The milligrams that are known, and the maximum. */
function drugDose(drug: string, shots: Unit[], person: Doses["person"], limits: Unit): [number | null, number | null] {
  const mine = shots.filter((shot) => shot.drug === drug);
  return [knownTotal(mine.map(({ mg }) => number(mg))), largestDose(limitOf(drug, mine, limits), person, limits)];
}

/** The higher maximum holds only if every injection had adrenaline; a drug may have only one of both. */
function limitOf(drug: Value, shots: Unit[], limits: Unit): Unit {
  const row = own(limits.injected ?? {}, drug) ?? {};
  const withAdrenaline = shots.every(({ adrenaline }) => adrenaline === "yes");
  return (withAdrenaline && row.adrenaline) || row.plain || {};
}

/** The injected drugs that are not for somebody of this age. */
function tooYoung(shots: Unit[], { visit: { age_years: age } }: Doses["person"], limits: Unit): string[] {
  const isTooYoung = (drug: Value) => age != null && age < own(limits.injected ?? {}, drug)?.min_age_years;
  return inOrder(shots.map(({ drug }) => drug).filter(isTooYoung));
}

/** By weight, never above the whole; without a weight the whole alone. Under age the whole is in proportion. */
function largestDose({ mg_per_kg: perKg, max_mg: most }: Unit, { body, visit }: Doses["person"], limits: Unit) {
  const weight = number(body.weight_kg);
  const isMinor = visit.age_years != null && visit.age_years < limits.ages.adult;
  if (perKg == null || most == null || (weight == null && isMinor)) return null;
  if (weight == null) return most;
  const whole = isMinor ? (most * weight) / limits.numbing.whole_dose_kg : most;
  return rounded(Math.min(perKg * weight, whole));
}

/** Injected without a maximum on file, on the skin without strength or amount, or mixed into the PRP. */
function unknownDrugs(content: Content, creams: Unit[], given: Given, shots: Unit[], limits: Unit) {
  const sameDrug = ({ drug = null }: Unit) => shots.filter((one) => (one.drug ?? null) === drug);
  const unlisted = shots.filter((shot) => !Object.keys(limitOf(shot.drug, sameDrug(shot), limits)).length);
  const weak = creams.flatMap((cream) => rows(cream, "actives")).filter(({ percent }) => number(percent) == null);
  const mixed = unitsOf(content, "prp").filter((key) => content[key].additive === "lidocaine");
  return inOrder([...[...unlisted, ...weak, ...given.creams].map(({ drug }) => drug), ...mixed.map(() => "lidocaine")]);
}

/** A drug as often as it was injected so: an answer about one injection does not apply to another. */
const withoutDose = (shots: Unit[]): string[] =>
  shots.flatMap(({ mg, drug }) => (number(mg) == null ? String(drug || UNNAMED) : [])).sort();

const inOrder = (drugs: Value[]): string[] => [...new Set(drugs.map((drug) => String(drug || UNNAMED)))].sort();
