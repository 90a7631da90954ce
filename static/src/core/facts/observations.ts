// Facts of the observations: when they were made, in which order, and which values are too high at that time point.

import type { Content, Unit, Value } from "../../types.js";
import { unitName } from "../catalogue.js";
import { number, rows } from "../figures.js";
import { begun } from "../given.js";
import { inOrder, instant, minutesBetween } from "../times.js";
import { observedFrom } from "../treatment-end.js";
import type { Context } from "../units.js";
import { GIVEN, PLANNED } from "./exposure.js";
import { groupOf, reachedBy, UNNAMED } from "./site.js";

const NRS_FIELDS: Record<string, string[]> = {
  numbing: ["effect_nrs"],
  comfort: ["effect_nrs"],
  needling: ["pain_nrs"],
  obs: ["pain_now", "pain_worst_24h"],
};
const LATE = ["T7d", "T28d"];
const FACE = "face";
const AFTER_T24 = ["T24", "T72", "T7d", "T28d"];
/** after which exposure somebody has to look */
const AFTER = { T0: "seen_after", T30: "skin" };

/** T0 may be recorded while the last zone is still being needled, so its order is not checked. */
export function obsFacts(key: string, content: Content, limits: Unit, now: Context["now"]): Unit {
  const [ended, at, point] = [observedFrom(content), content[key].at, key.slice("obs:".length)];
  const [minutes, table] = [minutesBetween(ended, at), limits.observation];
  const order = point === "T0" ? null : inOrder(ended, at); // an early one is reported by itself
  return {
    minutes_after: minutes,
    times_in_order: order,
    redness_limit: table.redness[point] ?? null,
    point,
    in_future: instant(at) == null ? null : (instant(at) ?? 0) > new Date(now).getTime(),
    before_first: isBeforeFirst(content, at),
    off_window: order === false || minutes == null ? null : isOff(minutes, limits.clock?.[point]),
    swelling_rose: hasRisen(point, content),
    on_face: isOnFace(content[key], content, limits),
    lesions_late: LATE.includes(point) || (minutes != null && minutes > table.lesions_after_min),
  };
}

function isBeforeFirst(content: Content, at: Value): boolean | null {
  const [seen, first] = [instant(at), begun(content)];
  return seen == null || first == null ? null : seen < first.at;
}

const isOff = (minutes: number, window: number[] | undefined) =>
  window ? minutes < window[0] || minutes > window[1] : null;

/** More swelling than at the time point before, from the day after on. */
function hasRisen(point: string, content: Content) {
  const here = AFTER_T24.indexOf(point);
  const [before, now] = [AFTER_T24[here - 1], point].map((at) => number(content[`obs:${at}`]?.oedema));
  return here > 0 && before != null && now != null && now > before;
}

/** By the sites that a follow-up names, else by those of the visit; an unknown place may be the face. */
function isOnFace(seen: Unit, content: Content, limits: Unit): boolean {
  const named = rows(seen, "sites").flatMap(({ site }) => (site ? groupOf(String(site), limits) : []));
  const groups = named.length ? named : reachedBy(content, limits).map(({ group }) => group);
  return !groups.length || groups.some((group) => [FACE, ...UNNAMED].includes(group));
}

/** Whether the first observations are required, also where none was started. */
export const askedFacts = (exposure: Unit): Content =>
  Object.fromEntries(
    Object.entries(AFTER).map(([point, kind]) => [
      `obs:${point}`,
      { asked: [GIVEN, PLANNED].includes(exposure[kind]) },
    ]),
  );

/** Whether every pain figure of the unit is a whole number from 0 to 10; null when it has none. */
export function nrs(content: Content, key: string): Unit {
  const unit = content[key] ?? {};
  const given = NRS_FIELDS[unitName(key)].map((name) => unit[name]).filter((value) => value != null);
  return { nrs_ok: given.length ? given.every((value) => Number.isInteger(value) && value >= 0 && value <= 10) : null };
}
