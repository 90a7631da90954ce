// What was applied to or injected into the patient: the condition of the safety rules, whatever the outcome of the
// visit (domain-2.md 4.1). Mirrors server/domain/exposure.py. Each fact is "given", "planned", "called_off" or null. A
// visit is a plan until it says otherwise; what was given before it was deferred or cancelled, or at a mere review,
// stays given, even where its section was answered with no.
import type { Content, Unit } from "../../types.js";
import { number, rows } from "../figures.js";
import { unitsOf } from "../units.js";
import { devicesOf, inRuns, laOf, runsOf, sitesOf, unlabelledCreamsOf } from "../views.js";

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
  kinds.device = given.needle && hasCartridge(content) ? GIVEN : visitState;
  for (const [group, members] of Object.entries(GROUPS)) {
    kinds[group] = STAGES.find((one) => members.some((kind) => kinds[kind] === one)) ?? null;
  }
  return kinds;
}

const hasCartridge = (content: Content) =>
  devicesOf(content).some((key) => hasAny(content[key], "cartridge_lot", "unit_code", "opened_at"));

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
  const prp = unitsOf(content, "prp").some((key) => key !== "prp" || content.prp.used === true);
  return {
    cream: unitsOf(content, "numbing").some((key) => isIntended(key, content[key])),
    la: laOf(content).length > 0 || unlabelledCreamsOf(content).length > 0,
    needle: true,
    blood: prp,
    prp,
    serum: unitsOf(content, "serum").length > 0,
  };
}

export function exposures(content: Content): Record<string, boolean> {
  const draws = unitsOf(content, "prp").map((key) => content[key]);
  return {
    cream: unitsOf(content, "numbing").some((key) => isCreamGiven(key, content)),
    la: [...laOf(content), ...unlabelledCreamsOf(content)].some((shot) => hasAny(shot, "mg", "ml", "at")),
    needle: isNeedled(content),
    blood: draws.some((draw) => hasAny(draw, "drawn_at", "drawn_ml", "attempts")),
    prp: draws.some(isPrpUsed),
    serum: unitsOf(content, "serum").some((key) => isSerumGiven(content[key], content)),
  };
}

/** `used` on the bare unit answers for the visit; a further cream exists because it is intended. */
const isIntended = (key: string, cream: Unit) =>
  key !== "numbing" || cream.used === true || (cream.used == null && Boolean(cream.product));

function isCreamGiven(key: string, content: Content) {
  const cream = content[key];
  const isDosed = (key !== "numbing" || cream.used === true) && cream.amount_g != null;
  return hasAny(cream, "applied_at", "removed_at") || (isDosed && ON_THE_SKIN.includes(content.visit?.performed));
}

/** A depth that was only copied from another visit is a plan. */
function isNeedled(content: Content) {
  const copied = content.carried?.open ?? [];
  const hasDepth = (key: string) => runsOf(content[key]).some((run) => run.depth_mm != null);
  const depths = (key: string) => `${key}.${inRuns(content[key]) ? "runs" : "depth_mm"}`;
  return (
    content.needling?.started_at != null ||
    sitesOf(content).some((key) => hasDepth(key) && !copied.includes(depths(key)))
  );
}

const isPrpUsed = (prp: Unit) =>
  prp.used_at != null ||
  [prp.topical_ml, ...rows(prp, "sites").map(({ ml }) => ml)].some((volume) => (number(volume) ?? 0) > 0);

const isSerumGiven = (serum: Unit, { visit }: Content) =>
  serum.timing !== "home" && (visit?.performed === "treated" || serum.amount_ml != null);

const hasAny = (unit: Unit | undefined, ...names: string[]) => names.some((name) => unit?.[name] != null);
