// Facts of the numbing entries: dose, density, contact time, share of the label's maximum (domain.md 5).

import type { Content, Unit } from "../../types.js";
import { knownTotal, number, own, product, ratio, rounded, rows } from "../figures.js";
import { day, inOrder, instant, isPast, MINUTE, minutesBetween } from "../times.js";
import { isNever } from "../units.js";
import { agesOf } from "./visit.js";

export const ECZEMA = "history:atopic_dermatitis_area";
/** The only product with maxima for children on file. */
const WITH_CHILDREN = "emla";

export type Strengths = Map<string, number | null>;
export type Before = { creams: Unit[]; shots: Unit[] };
/** What was injected at this visit, and creams of which only the drug is known (core/views.ts). */
export type Given = { shots: Unit[]; creams: Unit[] };

export const NO_INJECTION: Given = { shots: [], creams: [] };

const ESTERS = ["tetracaine", "benzocaine", "procaine"];
const CLASSES = { amide: ["amide"], ester: ["ester"], amide_ester: ["amide", "ester"] };
const DOSES = ["amount_g", "area_cm2"];
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
  const today = dayDoses(numbing, before);
  const ofLabel = labelRatio(today.day_amount_g || amount, today.day_area_cm2 || area, running ?? contact, label);
  return {
    intended: numbing.used === true || (numbing.used == null && Boolean(numbing.product)),
    applied: numbing.applied_at != null,
    contact_min: contact,
    times_in_order: inOrder(numbing.applied_at, numbing.removed_at, true),
    running_min: running,
    ...minutesOn(contact, running, number(numbing.planned_min)),
    max_min: longestMinutes(numbing, children.child_max_min, eczema, limits),
    density: amount != null && area ? rounded((amount / area) * 10) : null,
    nameless: isNameless(numbing, limits),
    ...where(numbing, limits),
    ...labelFacts(numbing, label, ofLabel),
    ...today,
    ...substances(strength, [...given.shots, ...given.creams], label),
    applied_mg_lidocaine: product(amount, strength.get("lidocaine"), 10),
    expired: isPast(day(numbing.expiry), on),
    ...children,
    child_unlisted: isChild(visit.age_years, limits) && ![null, undefined, WITH_CHILDREN].includes(numbing.product),
    injections: ownUnits(given),
  };
}

/** Near the eye, or at a site that is never treated. */
function where({ product, zones }: Unit, limits: Unit): Unit {
  const sites: string[] = Array.isArray(zones) ? zones.filter((site) => typeof site === "string") : [];
  return {
    limits_on_file: product ? own(limits.anaesthetics, product) != null : null,
    near_eye: sites.some((site) => site.startsWith("periorbital")),
    never_site: sites.some((site) => isNever(limits, site)),
  };
}

/** The injections with a unit of their own: rows of schema 1 are judged by their own path. */
function ownUnits({ shots }: Given) {
  const units = shots.filter(({ key }) => key.startsWith("la:"));
  return units.length ? units : null;
}

/** Amount and area of the same product with earlier visits of the day; null where there were none. */
function dayDoses(numbing: Unit, { creams }: Before): Unit {
  const same = creams.filter(({ product = null }) => product === (numbing.product ?? null));
  return Object.fromEntries(DOSES.map((name) => [`day_${name}`, dayTotal(numbing, same, name)]));
}

function dayTotal(numbing: Unit, same: Unit[], name: string) {
  const mine = number(numbing[name]);
  return mine == null || !same.length ? null : knownTotal([mine, ...same.map((cream) => number(cream[name]))]);
}

export function largest(figures: (number | null)[]) {
  const known = figures.filter((figure) => figure != null);
  return known.length ? Math.max(...known) : null;
}

/** How long the cream has been on, while its removal is not recorded. */
export function runningMinutes(numbing: Unit, now: Date | string | number) {
  const applied = instant(numbing.applied_at);
  const passed = applied == null || numbing.removed_at != null ? -1 : new Date(now).getTime() - applied;
  return passed < 0 ? null : Math.floor(passed / MINUTE);
}

/**
 * `on_min` as measured, never from times in the wrong order; `judged_min` otherwise the planned time, or the elapsed
 * time where that is longer. `passed_min` and `expected_min` distinguish the two.
 */
function minutesOn(contact: number | null, running: number | null, planned: number | null) {
  const measured = contact != null && contact > 0 ? contact : null;
  const expected = running == null || (planned != null && planned > running) ? planned : running;
  if (contact != null) return { on_min: measured, judged_min: measured, passed_min: measured, expected_min: null };
  return { on_min: null, judged_min: expected, passed_min: running, expected_min: planned };
}

/** `max_min` of a cream alone, without all other facts of its note. */
export function maxMinutes(numbing: Unit, content: Content, patient: Content, limits: Unit): number | null {
  const child = childMaxima(numbing, agesOf(content, patient), number(patient.body?.weight_kg), limits);
  return longestMinutes(numbing, child.child_max_min, patient[ECZEMA], limits);
}

/** The shortest of the maximum times: the label's, a child's, and EMLA's on eczema. */
function longestMinutes(numbing: Unit, child: number | null, eczema: Unit | undefined, limits: Unit): number | null {
  const label = own(limits.anaesthetics, numbing.product) ?? {};
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

/** Unknown contents: no name at all on the skin, or one of no certain strength without its actives. */
function isNameless(numbing: Unit, { asked = {} }: Unit) {
  if (numbing.product == null) return numbing.applied_at != null || null;
  return (asked.actives ?? []).includes(numbing.product) && !rows(numbing, "actives").length;
}

const labelFacts = (numbing: Unit, label: Unit, share: number | null): Unit => ({
  label_ratio: share,
  no_label_limit: numbing.product ? MAXIMA.some((name) => label[name] == null) : null,
  compounded: label.compounded ?? null,
});

function labelRatio(amount: number | null, area: number | null, contact: number | null, label: Unit) {
  const shares = [ratio(amount, label.max_g), ratio(area, label.max_cm2), ratio(contact, label.max_min)];
  return shares.every((share) => share != null) ? Math.max(...shares) : null;
}

const isChild = (years: number | null, limits: Unit) => years != null && years >= 0 && years < limits.ages.child;

/** EMLA under 12 years: the smaller maximum of the age band and the weight band; null for everybody else. */
export function childMaxima(numbing: Unit, visit: Unit, weight: number | null, limits: Unit): Unit {
  const { age_years: years, age_months: months } = visit;
  const hasBands = isChild(years, limits) && numbing.product === WITH_CHILDREN;

  const table: Unit[] = hasBands ? limits.emla_children.bands : [];
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
