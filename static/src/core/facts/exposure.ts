// What was applied to or injected into the patient: the condition of the safety rules, whatever the outcome of the
// visit (domain-2.md 4.1). Mirrors server/domain/exposure.py. Each fact is "given", "planned", "called_off" or null. A
// visit is a plan until it says otherwise; what was given before it was deferred or cancelled, or at a mere review,
// stays given, even where its section was answered with no.
import type { Content, Unit, Value } from "../../types.js";
import { number, rows } from "../figures.js";
import { unitsOf } from "../units.js";

const GIVEN = "given";
const PLANNED = "planned";
export const CALLED_OFF = "called_off";
const STAGES = [GIVEN, PLANNED, CALLED_OFF];
export const DEFERRED = ["deferred", "cancelled"];
export const NOT_TREATED = [...DEFERRED, "review"];
const ON_THE_SKIN = ["treated", "review"];

const GROUPS: Record<string, string[]> = {
  anaesthetic: ["cream", "la"],
  blood_product: ["blood", "prp"],
  skin: ["needle", "prp"],
  injection: ["needle", "la", "prp"],
  steel: ["needle", "la", "blood", "prp"],
  treatment: ["cream", "la", "needle", "blood", "prp"],
  any: ["cream", "la", "needle", "blood", "prp", "serum"],
};

/** Per kind of exposure, and for the groups of kinds that rules refer to. */
export function exposureFacts(content: Content): Unit {
  const [visitState, given] = [state(content), exposures(content)];

  const kinds: Unit = {};
  for (const [kind, entered] of Object.entries(considered(content)))
    kinds[kind] = stage(given[kind], entered, visitState);
  kinds.device = given.needle && hasAny(content.device, "cartridge_lot", "unit_code") ? GIVEN : visitState;
  for (const [group, members] of Object.entries(GROUPS)) {
    kinds[group] = STAGES.find((one) => members.some((kind) => kinds[kind] === one)) ?? null;
  }
  return kinds;
}

export const serumExposure = (serum: Unit, content: Content) =>
  stage(isSerumGiven(serum, content), true, state(content));

function state({ visit }: Content): string | null {
  if (DEFERRED.includes(visit?.performed)) return CALLED_OFF;
  return NOT_TREATED.includes(visit?.performed) ? null : PLANNED;
}

const stage = (isGiven: boolean, isEntered: boolean, visitState: string | null) =>
  isGiven ? GIVEN : isEntered ? visitState : null;

/** The kinds that the entries mention, given or not. Needling is the purpose of a visit, so it need not be entered. */
function considered(content: Content): Record<string, boolean> {
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

export function exposures(content: Content): Record<string, boolean> {
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

function isCreamGiven({ numbing = {}, visit }: Content) {
  const isDosed = numbing.used === true && numbing.amount_g != null;
  return hasAny(numbing, "applied_at", "removed_at") || (isDosed && ON_THE_SKIN.includes(visit?.performed));
}

/** A depth that was only copied from another visit is a plan. */
function isNeedled(content: Content) {
  const copied = content.carried?.open ?? [];
  const isEntered = (depth: Value) => depth != null && !(Array.isArray(depth) && depth.length === 0);
  return (
    content.needling?.started_at != null ||
    unitsOf(content, "zone").some((key) => isEntered(content[key].depth_mm) && !copied.includes(`${key}.depth_mm`))
  );
}

const isPrpUsed = (prp: Unit) =>
  prp.used_at != null ||
  [prp.topical_ml, ...rows(prp, "sites").map(({ ml }) => ml)].some((volume) => (number(volume) ?? 0) > 0);

const isSerumGiven = (serum: Unit, { visit }: Content) =>
  serum.timing !== "home" && (visit?.performed === "treated" || serum.amount_ml != null);

const hasAny = (unit: Unit | undefined, ...names: string[]) => names.some((name) => unit?.[name] != null);
