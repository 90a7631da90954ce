// What was put on or into the patient: the guard of the safety rules, whatever became of the visit (domain-2.md 4.1).
// Mirrors server/domain/exposure.py. Each fact is "given", "planned", "called_off" or null. A visit is a plan until it says
// otherwise; what was given before it was deferred or cancelled, or at a mere review, stays given, also where its part was
// answered with no.

import { number, rows } from "../figures.js";
import { unitsOf } from "../units.js";

/** @typedef {import("./units.js").Unit} Unit */
/** @typedef {import("./units.js").Content} Content */

const GIVEN = "given";
const PLANNED = "planned";
export const CALLED_OFF = "called_off";
const STAGES = [GIVEN, PLANNED, CALLED_OFF];
export const DEFERRED = ["deferred", "cancelled"];
export const NOT_TREATED = [...DEFERRED, "review"];
const ON_THE_SKIN = ["treated", "review"];
/** @type {Record<string, string[]>} */
const GROUPS = {
  anaesthetic: ["cream", "la"],
  blood_product: ["blood", "prp"],
  skin: ["needle", "prp"],
  injection: ["needle", "la", "prp"],
  steel: ["needle", "la", "blood", "prp"],
  treatment: ["cream", "la", "needle", "blood", "prp"],
  any: ["cream", "la", "needle", "blood", "prp", "serum"],
};

/** Per kind of exposure, and for the groups of kinds that rules speak of. @param {Content} content @returns {Unit} */
export function exposureFacts(content) {
  const [visitState, given] = [state(content), exposures(content)];
  /** @type {Unit} */
  const kinds = {};
  for (const [kind, entered] of Object.entries(considered(content)))
    kinds[kind] = stage(given[kind], entered, visitState);
  kinds.device = given.needle && hasAny(content.device, "cartridge_lot", "unit_code") ? GIVEN : visitState;
  for (const [group, members] of Object.entries(GROUPS)) {
    kinds[group] = STAGES.find((one) => members.some((kind) => kinds[kind] === one)) ?? null;
  }
  return kinds;
}

/** @param {Unit} serum @param {Content} content */
export const serumExposure = (serum, content) => stage(isSerumGiven(serum, content), true, state(content));

/** @param {Content} content @returns {string | null} */
function state({ visit }) {
  if (DEFERRED.includes(visit?.performed)) return CALLED_OFF;
  return NOT_TREATED.includes(visit?.performed) ? null : PLANNED;
}

/** @param {boolean} isGiven @param {boolean} isEntered @param {string | null} visitState */
const stage = (isGiven, isEntered, visitState) => (isGiven ? GIVEN : isEntered ? visitState : null);

/** What the entries speak of, given or not. Needling is what a visit is for, so it need not be entered.
 * @param {Content} content @returns {Record<string, boolean>} */
function considered(content) {
  const { numbing = {}, prp = {} } = content;
  return {
    cream: numbing.used === true || (numbing.used == null && Boolean(numbing.product)),
    la: rows(numbing, "other_la").length > 0,
    needle: true,
    blood: prp.used === true,
    prp: prp.used === true,
    serum: unitsOf(content, "serum").length > 0,
  };
}

/** @param {Content} content @returns {Record<string, boolean>} */
export function exposures(content) {
  const { numbing = {}, prp = {} } = content;
  return {
    cream: isCreamGiven(content),
    la: rows(numbing, "other_la").some((row) => hasAny(row, "mg", "at")),
    needle: isNeedled(content),
    blood: hasAny(prp, "drawn_at", "drawn_ml", "attempts"),
    prp: isPrpUsed(prp),
    serum: unitsOf(content, "serum").some((key) => isSerumGiven(content[key], content)),
  };
}

/** @param {Content} content */
function isCreamGiven({ numbing = {}, visit }) {
  const isDosed = numbing.used === true && numbing.amount_g != null;
  return hasAny(numbing, "applied_at", "removed_at") || (isDosed && ON_THE_SKIN.includes(visit?.performed));
}

/** A depth that was only copied from another visit is a plan. @param {Content} content */
function isNeedled(content) {
  const copied = content.carried?.open ?? [];
  const isEntered = (/** @type {any} */ depth) => depth != null && !(Array.isArray(depth) && depth.length === 0);
  return (
    content.needling?.started_at != null ||
    unitsOf(content, "zone").some((key) => isEntered(content[key].depth_mm) && !copied.includes(`${key}.depth_mm`))
  );
}

/** @param {Unit} prp */
const isPrpUsed = (prp) =>
  prp.used_at != null ||
  [prp.topical_ml, ...rows(prp, "sites").map(({ ml }) => ml)].some((volume) => (number(volume) ?? 0) > 0);

/** @param {Unit} serum @param {Content} content */
const isSerumGiven = (serum, { visit }) =>
  serum.timing !== "home" && (visit?.performed === "treated" || serum.amount_ml != null);

/** @param {Unit | undefined} unit @param {string[]} names */
const hasAny = (unit, ...names) => names.some((name) => unit?.[name] != null);
