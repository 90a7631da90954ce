// Facts from the patient's other visits of the same day: which came before this one, and what was given then. Mirrors
// server/domain/day_facts.py.

import type { Content, Unit } from "../../types.js";
import { knownTotal, number } from "../figures.js";
import { begun, exposures, firstOf, isSession } from "../given.js";
import { day, daysBetween } from "../times.js";
import { type Context, unitsOf } from "../units.js";
import { laOf, runsOf, sitesOf } from "../views.js";
import { isSameArea } from "./site.js";

/** All visits but those known to have begun later; a visit at which nothing was given adds nothing. */
export function earlierToday(content: Content, sameDay: Content[] = []) {
  const mine = begun(content);
  return sameDay.filter((other) => {
    const theirs = begun(other);
    return !(theirs && mine && theirs.at > mine.at);
  });
}

/**
 * `visits` counts those with needling or PRP on the same date, `visits_here` those of the same group of sites; `at` is
 * when the first of the earlier visits began; `drawn_ml` is the blood of several draws.
 */
export function dayFacts(earlier: Content[], content: Content, limits: Unit): Unit {
  const { visit } = content;
  const drawn = [...earlier, content]
    .flatMap((one) => unitsOf(one, "prp").map((key) => number(one[key].drawn_ml)))
    .filter((volume) => volume != null);
  const isToday = (other: Content) => [null, visit?.session_date].includes(other.visit?.session_date ?? null);
  const visits = earlier.filter((other) => isSession(other) && isToday(other));
  const times = earlier.map(begun).filter((time) => time != null);
  return {
    visits: visits.length,
    visits_here: visits.filter((other) => isSameArea(other, content, limits)).length,
    at: firstOf(times)?.text ?? null,
    drawn_ml: drawn.length > 1 ? knownTotal(drawn) : null,
  };
}

export const sitesTreated = (earlier: Content[]) =>
  earlier
    .filter((other) => exposures(other).needle)
    .flatMap((other) => sitesOf(other).filter((key) => runsOf(other[key]).length));

/**
 * Whether the cream goes on skin that was needled earlier today. One without a site goes where this visit does.
 */
export function isOnNeedled({ zones }: Unit, content: Content, treated: Set<string>): boolean {
  const named =
    Array.isArray(zones) && zones.length ? zones.map((zone: string) => `zone:${zone}`) : sitesTreated([content]);
  return named.some((key) => treated.has(key));
}

/** Of a touch-up: the day of the visit it completes. */
export function completedOn({ completes }: Context): string | null {
  const written = completes?.visit?.session_date;
  return day(written) == null ? null : written;
}

/** The sites of that visit, when it was on an earlier day and so lately that they may not be treated again. */
export function sitesCompleted(context: Context, on: number | null): string[] {
  const days = daysBetween(day(completedOn(context)), on);
  const isLate = days != null && days > 0 && days < context.limits.interval.reason_days;
  return isLate ? sitesTreated([context.completes ?? {}]) : [];
}

export const creamsOf = (earlier: Content[]) =>
  earlier
    .filter((other) => exposures(other).cream)
    .flatMap((other) => unitsOf(other, "numbing").map((key) => other[key]));

export const injectionsOf = (earlier: Content[]) => earlier.flatMap(laOf);
