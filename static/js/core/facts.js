// Named facts: every value a record implies but nobody types (domain.md 5.3, 6 and 7). Mirrors server/domain/facts.py;
// tests/vectors/facts.json holds both to the same figures. A fact is null when an input is missing.

import { number, numbers, own } from "./figures.js";
import { numbingFacts } from "./numbing-facts.js";
import { prpFacts } from "./prp-facts.js";
import { day, daysBetween, inOrder, minutesBetween, todayWhere, yearsBetween } from "./times.js";

/** @typedef {import("./figures.js").Unit} Unit */
/** @typedef {Record<string, Unit>} Content */
/** @typedef {{patient: Content, previous: string | null, now: Date | string | number, limits: Unit, type?: string}} Context */

/** @type {Record<string, string[]>} */
const NRS_FIELDS = { numbing: ["effect_nrs"], needling: ["pain_nrs"], obs: ["pain_now", "pain_worst_24h"] };
const NOT_TREATED = ["deferred", "cancelled", "review"];
const STEP_SLACK = 1e-6;

/** @param {Content} content @param {Context} context @returns {Content} unit -> name -> value */
export function facts(content, context) {
  if (context.type === "patient") {
    return { identity: { age_years: yearsBetween(day(content.identity?.birth_date), todayWhere(null, context.now)) } };
  }
  const { limits } = context;
  const device = deviceFacts(content.device ?? {}, limits);
  const numbing = numbingFacts(content.numbing ?? {}, number(context.patient?.body?.weight_kg), limits);
  return {
    visit: visitFacts(content, context),
    vitals: { wanted: vitalsWanted(content, limits) },
    numbing: { ...numbing, ...nrs(content, "numbing") },
    device,
    needling: { ...needlingFacts(content), ...nrs(content, "needling") },
    prp: prpFacts(content.prp ?? {}, limits),
    ...each(content, "zone", (key) => zoneFacts(key, content[key], device, limits)),
    ...each(content, "obs", (key) => ({ ...obsFacts(key, content), ...nrs(content, key) })),
  };
}

/** Both sides of the face share one row of limits. @param {Unit} limits @param {string} zone @returns {Unit} */
export const zoneLimits = (limits, zone) => own(limits.zones, zone.replace(/_left$|_right$/, "")) ?? {};

/** The units of a repeating section, in the order of their keys. @param {Content} content @param {string} section */
export const unitsOf = (content, section) =>
  Object.keys(content)
    .filter((key) => key.startsWith(`${section}:`))
    .sort();

/** @param {Content} content @param {string} section @param {(key: string) => Unit} derive */
const each = (content, section, derive) =>
  Object.fromEntries(unitsOf(content, section).map((key) => [key, derive(key)]));

/** @param {Content} content @param {Context} context */
function visitFacts(content, context) {
  const visit = content.visit ?? {};
  const [on, born] = [day(visit.session_date), day(context.patient?.identity?.birth_date)];
  return {
    treated: !NOT_TREATED.includes(visit.performed),
    age_years: yearsBetween(born, on),
    days_since_birth: daysBetween(born, on),
    days_since_last: daysBetween(day(context.previous), on),
    days_ahead: daysBetween(todayWhere(content.needling?.started_at, context.now), on),
  };
}

/** @param {Content} content @param {Unit} limits */
const vitalsWanted = (content, limits) =>
  content.prp?.used === true ||
  content.device?.type === "rf_needling" ||
  (number(content.numbing?.area_cm2) ?? 0) > limits.vitals.area_cm2;

/** @param {Unit} device @param {Unit} limits @returns {Unit} */
function deviceFacts(device, limits) {
  const found = own(limits.devices, device.product) ?? {};
  const names = ["min_mm", "max_mm", "step_mm", "evaluated_mm"];
  return Object.fromEntries(names.map((name) => [name, found[name] ?? null]));
}

/** @param {Content} content */
function needlingFacts(content) {
  const needling = content.needling ?? {};
  return {
    started: needling.started_at != null,
    minutes: minutesBetween(needling.started_at, needling.ended_at),
    started_after_removal: inOrder(content.numbing?.removed_at, needling.started_at),
  };
}

/** @param {string} key @param {Unit} zone @param {Unit} device @param {Unit} limits */
function zoneFacts(key, zone, device, limits) {
  const [depths, step] = [numbers(zone.depth_mm), device.step_mm];
  const table = zoneLimits(limits, key.slice("zone:".length));
  return {
    deepest_mm: depths.length ? Math.max(...depths) : null,
    shallowest_mm: depths.length ? Math.min(...depths) : null,
    off_step: depths.length && step ? depths.some((depth) => isOffStep(depth, step)) : null,
    warn_mm: table.warn_mm ?? null,
    reason_mm: table.reason_mm ?? null,
    never: table.never ?? false,
  };
}

/** @param {number} depth @param {number} step */
const isOffStep = (depth, step) => Math.abs(depth / step - Math.floor(depth / step + 0.5)) > STEP_SLACK;

/** T0 may be recorded while the last zone is still being needled, so its order is not judged.
 * @param {string} key @param {Content} content */
function obsFacts(key, content) {
  const [ended, at] = [content.needling?.ended_at, content[key].at];
  return {
    minutes_after: minutesBetween(ended, at),
    times_in_order: key === "obs:T0" ? null : inOrder(ended, at),
  };
}

/** Whether every pain figure of the unit is a whole number from 0 to 10; null when it has none.
 * @param {Content} content @param {string} key */
function nrs(content, key) {
  const unit = content[key] ?? {};
  const given = NRS_FIELDS[key.split(":")[0]].map((name) => unit[name]).filter((value) => value != null);
  return { nrs_ok: given.length ? given.every((value) => Number.isInteger(value) && value >= 0 && value <= 10) : null };
}
