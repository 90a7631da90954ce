// The aftercare in dates. Mirrors server/domain/patient_page/care.py.
import type { Content, Unit } from "../../types.js";
import { number } from "../figures.js";
import { followUps, isReached } from "../follow-up.js";
import { exposures } from "../given.js";
import { day, daysBetween, instant } from "../times.js";
import { treatmentEnd } from "../treatment-end.js";
import { local } from "./facts.js";
import type { Care, CareDays } from "./types.js";

const CARED_FOR = ["needle", "prp", "serum", "proc", "rf"];

interface Moment {
  now: number;
  /** Minutes from UTC. */
  offset: number;
  limits: Unit;
  care: CareDays;
}

/** Null where there is nothing to look after, or no longer. */
export function careOf(content: Content, on: string, calls: Content[], moment: Moment): Care | null {
  const { now, offset, care } = moment;
  const given = exposures(content);
  const today = local(now, offset).slice(0, 10);
  const ended = instant(treatmentEnd(content));
  const start = ended == null ? null : local(ended, offset);
  const first = start ? start.slice(0, 10) : on;
  const past = daysBetween(day(first), day(today)) ?? 0;
  if (!CARED_FOR.some((kind) => given[kind]) || past > care.over_days) return null;
  return {
    first,
    ended: start,
    is_today: first === today,
    items: itemsOf(content, care),
    prp: given.prp,
    bruise: given.prp || isBruised(content),
    asks: asks(content, calls, moment, today),
  };
}

/** The advice that was ticked; all of it where nothing was. */
function itemsOf(content: Content, { out, sun }: CareDays): string[] {
  const ticked = content.aftercare?.items;
  const known = [...new Set([...out, sun].map(({ item }) => item))];
  const chosen = Array.isArray(ticked) ? known.filter((item) => ticked.includes(item)) : [];
  return chosen.length ? chosen : known;
}

const isBruised = (content: Content): boolean =>
  ["T0", "T30"].some((point) => (number(content[`obs:${point}`]?.bruise) ?? 0) > 0);

/** The days on which the clinic asks, from today on. */
function asks(content: Content, calls: Content[], { now, offset, limits }: Moment, today: string): string[] {
  const made = calls.filter(isReached).map(({ about }) => String(about.point));
  return followUps(content, now, limits.follow_up, null, made)
    .filter(({ state }) => state === "coming" || state === "due")
    .map(({ from }) => local(Date.parse(from), offset).slice(0, 10))
    .filter((on) => on >= today);
}
