// What the entries of a note say was put on or into the patient, whatever the outcome of the visit (domain-2.md 4.1).
// Mirrors server/domain/given.py.
import type { Content, Unit, Value } from "../types.js";
import { number, rows } from "./figures.js";
import { instant } from "./times.js";
import { unitsOf } from "./units.js";
import { inRuns, laOf, runsOf, sitesOf, unlabelledCreamsOf } from "./views.js";

export const STOPPED = "stopped";
export const REVIEW = "review";
export const TOUCH_UP = "touch_up";
const ENERGY = ["energy_mj", "power_w", "pulse_ms"];

const OF_CREAM = ["product", "amount_g", "area_cm2", "applied_at"];
const TIMES = [
  ["numbing", "applied_at"],
  ["prp", "drawn_at"],
  ["prp", "used_at"],
  ["needling", "started_at"],
];

export const CREAM = TIMES.slice(0, 1);
export const DRAW = TIMES.slice(1, 2);
const PIERCED = TIMES.slice(2);

/** The earliest of these times of the visit. */
export const firstTime = (content: Content, times: string[][]): number | null =>
  earliest(times.flatMap(([section, name]) => unitsOf(content, section).map((key) => content[key][name])));

/** When the first needle, injection or PRP reached the skin. */
export const firstPierced = (content: Content, more: string[][] = []): number | null =>
  earliest([firstTime(content, [...PIERCED, ...more]), earliest(laOf(content).map(({ at }) => at))]);

function earliest(times: Value[]): number | null {
  const known = times.flatMap((at) => (typeof at === "number" ? at : (instant(at) ?? [])));
  return known.length ? Math.min(...known) : null;
}

/** The earliest time at which something was given, and its text as written. */
export const begun = (content: Content) => firstOf(timesGiven(content));

export function timesGiven(content: Content) {
  const written = TIMES.flatMap(([section, name]) => unitsOf(content, section).map((key) => content[key][name]));
  written.push(...[...laOf(content), ...unlabelledCreamsOf(content)].map(({ at }) => at));
  return written.flatMap((text) => {
    const at = instant(text);
    return at == null ? [] : [{ at, text: String(text) }];
  });
}

/** Whether the time of an anaesthetic that is entered is unknown, or that of anything given. */
export function isWithoutTime(content: Content): boolean {
  const creams = unitsOf(content, "numbing").map((key) => content[key]);
  const times = [
    ...creams.filter((cream) => hasAny(cream, ...OF_CREAM) && cream.used !== false).map((cream) => cream.applied_at),
    ...[...laOf(content), ...unlabelledCreamsOf(content)].map(({ at }) => at),
  ];
  return !timesGiven(content).length || times.some((at) => instant(at) == null);
}

export const firstOf = (times: { at: number; text: string }[]) =>
  times.sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1)).at(0);

export const modalityOf = ({ visit }: Content): string[] => (Array.isArray(visit?.modality) ? visit.modality : []);

export function exposures(content: Content): Record<string, boolean> {
  const draws = unitsOf(content, "prp");
  return {
    cream: unitsOf(content, "numbing").some((key) => isCreamGiven(key, content)),
    la: [...laOf(content), ...unlabelledCreamsOf(content)].some((shot) => hasAny(shot, "mg", "ml", "at")),
    needle: isNeedled(content),
    rf: isRadiated(content),
    blood: draws.some((key) => isBloodDrawn(key, content)),
    prp: draws.some((key) => isPrpUsed(content[key])),
    proc: unitsOf(content, "proc").some((key) => isProcDone(content[key], content)),
    serum: unitsOf(content, "serum").some((key) => isSerumGiven(content[key], content)),
  };
}

/** Needles or PRP reached the skin. */
export function isSession(content: Content) {
  const given = exposures(content);
  return given.needle || given.prp;
}

/** Known to have been on the skin: by its times, or by a visit that is over. */
export function isCreamOn(key: string, content: Content) {
  const [cream, said] = [content[key], content.visit?.performed];
  const isOver = said === STOPPED || (said === REVIEW && cream.amount_g != null);
  return hasAny(cream, "applied_at", "removed_at") || (isOver && isSaidUsed(key, content));
}

/** To other visits of the day an amount is enough; in its own note it is a plan until there is a time. */
export function isCreamGiven(key: string, content: Content) {
  const isDosed = content[key].amount_g != null && content.visit?.performed === "treated";
  return isCreamOn(key, content) || (isDosed && isSaidUsed(key, content));
}

/**
 * The bare unit answers for the visit, a further one exists because it was used. An answer that was only copied from
 * another visit is a plan.
 */
const isSaidUsed = (key: string, content: Content) =>
  (key.includes(":") || content[key].used === true) && !copied(content).includes(`${key}.used`);

export const copied = ({ carried }: Content): Value[] => (Array.isArray(carried?.open) ? carried.open : []);

/** A depth or an energy that was only copied from another visit is a plan. */
function isNeedled(content: Content) {
  const waiting = copied(content);
  const hasDepth = (key: string) => runsOf(content[key]).some((run) => run.depth_mm != null);
  const depths = (key: string) => `${key}.${inRuns(content[key]) ? "runs" : "depth_mm"}`;
  return (
    content.needling?.started_at != null ||
    isRadiated(content) ||
    sitesOf(content).some((key) => hasDepth(key) && !waiting.includes(depths(key)))
  );
}

function isRadiated(content: Content) {
  const waiting = copied(content);
  return (
    ENERGY.some((name) => content.rf?.[name] != null && !waiting.includes(`rf.${name}`)) ||
    sitesOf(content).some(
      (key) => !waiting.includes(`${key}.runs`) && runsOf(content[key]).some((run) => hasAny(run, ...ENERGY, "shots")),
    )
  );
}

export const isBloodDrawn = (key: string, content: Content) =>
  hasAny(content[key], "drawn_at", "drawn_ml", "attempts") ||
  (content.visit?.performed === STOPPED && isSaidUsed(key, content));

export const isPrpUsed = (prp: Unit) =>
  prp.used_at != null ||
  [prp.topical_ml, ...rows(prp, "sites").map(({ ml }) => ml)].some((volume) => (number(volume) ?? 0) > 0);

export const isSerumGiven = (serum: Unit, { visit }: Content) =>
  serum.timing !== "home" && (["treated", STOPPED].includes(visit?.performed) || serum.amount_ml != null);

export const isComfortGiven = (comfort: Unit, { visit }: Content) =>
  hasAny(comfort, "at", "dose", "mg") || visit?.performed === STOPPED;

export const isProcDone = (proc: Unit, { visit }: Content) =>
  proc.at != null || (["treated", STOPPED].includes(visit?.performed) && hasAny(proc, "kind", "sites"));

export const hasAny = (unit: Unit | undefined, ...names: string[]) => names.some((name) => unit?.[name] != null);
