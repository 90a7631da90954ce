// What was applied to or injected into the patient: the condition of the safety rules, whatever the outcome of the
// visit (domain-2.md 4.1). Mirrors server/domain/facts/exposure.py. Each fact is "given", "planned", "called_off" or
// null. A visit is a plan until it says otherwise; what was given before it was deferred or cancelled, or at a mere
// review, stays given, even where its section was answered with no. A stopped visit has no plan left: what it names as
// used was given.
import type { Content, Unit } from "../../types.js";
import { exposures, hasAny, isComfortGiven, isCreamOn, isSerumGiven, modalityOf, REVIEW, STOPPED } from "../given.js";
import { unitsOf } from "../units.js";
import { devicesOf, laOf, unlabelledCreamsOf } from "../views.js";

export const GIVEN = "given";
export const PLANNED = "planned";
export const CALLED_OFF = "called_off";
const STAGES = [GIVEN, PLANNED, CALLED_OFF];
const NEEDLES = ["needling", "rf"];
const PROCEDURES = ["subcision", "peel", "laser"];
export const DEFERRED = ["deferred", "cancelled"];
export const NOT_TREATED = [...DEFERRED, REVIEW];
const NO_PLAN = [STOPPED, REVIEW];

const GROUPS: Record<string, string[]> = {
  anaesthetic: ["cream", "la"],
  blood_product: ["blood", "prp"],
  skin: ["needle", "prp"],
  numbed: ["cream", "needle", "proc"],
  worked: ["needle", "prp", "proc"],
  surface: ["needle", "proc"],
  bled: ["blood", "prp", "needle"],
  tool: ["device", "needle"],
  seen_after: ["cream", "la", "needle", "prp"],
  injection: ["needle", "la", "prp", "proc"],
  steel: ["needle", "la", "blood", "prp"],
  treatment: ["cream", "la", "needle", "blood", "prp", "proc"],
  any: ["cream", "la", "needle", "blood", "prp", "proc", "serum"],
};

/** Per kind of exposure, and for the groups of kinds that rules refer to. */
export function exposureFacts(content: Content): Unit {
  const [visitState, given] = [state(content), exposures(content)];
  given.cream = unitsOf(content, "numbing").some((key) => isCreamOn(key, content));

  const kinds: Unit = {};
  for (const [kind, entered] of Object.entries(considered(content)))
    kinds[kind] = stage(given[kind], entered, visitState);
  const isOpened = hasCartridge(content) && (given.needle || content.visit?.performed === STOPPED);
  kinds.device = isOpened ? GIVEN : kinds.needle && visitState;
  kinds.rf = given.rf ? GIVEN : hasRadiofrequency(content) ? kinds.needle : null;
  for (const [group, members] of Object.entries(GROUPS)) {
    kinds[group] = STAGES.find((one) => members.some((kind) => kinds[kind] === one)) ?? null;
  }
  return kinds;
}

const hasCartridge = (content: Content) =>
  devicesOf(content).some((key) => hasAny(content[key], "cartridge_lot", "unit_code", "opened_at"));

export const hasRadiofrequency = (content: Content) =>
  devicesOf(content).some((key) => content[key].type === "rf_needling");

export const serumExposure = (serum: Unit, content: Content) =>
  stage(isSerumGiven(serum, content), true, state(content));

export const comfortExposure = (comfort: Unit, content: Content) =>
  stage(isComfortGiven(comfort, content), true, state(content));

/** The stage of what was not given: a plan, called off, or none. */
function state({ visit }: Content): string | null {
  if (DEFERRED.includes(visit?.performed)) return CALLED_OFF;
  return NO_PLAN.includes(visit?.performed) ? null : PLANNED;
}

const stage = (isGiven: boolean, isEntered: boolean, visitState: string | null) =>
  isGiven ? GIVEN : isEntered ? visitState : null;

/**
 * The kinds that the entries mention, given or not. Needling is the purpose of a visit, so it need not be entered, unless
 * only other treatments are chosen.
 */
function considered(content: Content): Record<string, boolean> {
  const modality = modalityOf(content);
  const prp = unitsOf(content, "prp").some((key) => key !== "prp" || content.prp.used === true);
  return {
    cream: unitsOf(content, "numbing").some((key) => isIntended(key, content[key])),
    la: laOf(content).length > 0 || unlabelledCreamsOf(content).length > 0,
    needle: !modality.length || modality.some((one) => NEEDLES.includes(one)),
    blood: prp,
    prp,
    proc: unitsOf(content, "proc").length > 0 || modality.some((one) => PROCEDURES.includes(one)),
    serum: unitsOf(content, "serum").length > 0,
  };
}

/** `used` on the bare unit answers for the visit; a further cream exists because it is intended. */
const isIntended = (key: string, cream: Unit) =>
  key !== "numbing" || cream.used === true || (cream.used == null && Boolean(cream.product));
