// Notes that are entered after the visit: their times are picked, not stamped, and each says on which day it was entered
// (domain-2.md 7, T17 and T18). The rules read these marks in core/facts/time.ts.
import type { Content, Unit, Value } from "../types.js";
import { rows } from "./figures.js";
import { timesGiven } from "./given.js";
import { day, daysBetween, instant, MINUTE } from "./times.js";

const HOUR = 60 * MINUTE;
/** A visit that runs past midnight is not over while something was given within this time. */
const NIGHT = 4 * HOUR;

export const isClock = (name: string) => name === "at" || name.endsWith("_at");

/** The day on which times are picked; null while the visit is of today and they are stamped. */
export function pickedOn(content: Content, today: string, now: number): string | null {
  const on = content.visit?.session_date;
  const days = daysBetween(day(on), day(today));
  if (days == null) return null;
  if (content.clock?.afterwards === true) return on;
  const isRunning = days === 1 && timesGiven(content).some(({ at }) => at <= now && now - at < NIGHT);
  return days > 0 && !isRunning ? on : null;
}

/** Who enters something, when, and by which clock. */
export interface Entering {
  now: number;
  today: string;
  /** Minutes that the clock of the tablet is ahead of the server's. */
  ahead: number;
  by: string;
  limits: Unit;
}

/**
 * The changes, with a mark for each time that they state first and that was long ago, or is of a wrong clock. A correction
 * by hours is a statement of its own, and its mark says when it was made; one by minutes is not.
 */
export function marking(content: Content, changes: Content, { now, today, ahead, by, limits }: Entering): Content {
  if (!limits.clock) return changes;
  const [lateAfter, skew] = [limits.clock.late_h * HOUR, limits.clock.skew_min];
  const filled = Object.entries(changes).flatMap(([unit, patch]) =>
    Object.keys(patch ?? {}).flatMap((name) =>
      newTimes(content[unit], patch, name, lateAfter).map((at) => ({ at, path: `${unit}.${name}`, name })),
    ),
  );
  const isLate = ({ at }: { at: number }) => now - at > lateAfter;
  const late = filled.filter(isLate);
  const inTime = filled.filter((time) => isClock(time.name) && !isLate(time)).map(({ path }) => path);
  // Stamped, or typed of a moment that is still to come by the server's clock.
  const isByClock = (at: number) =>
    Math.abs(now - at) <= MINUTE || (at > now - ahead * MINUTE && at <= now + skew * MINUTE);
  const stamped = filled.filter(({ at }) => Math.abs(ahead) > skew && isByClock(at));
  const lateMarks = late.map(({ path }) => [path, today, by]);
  const aheadMarks = stamped.map(({ path }) => [path, String(ahead)]);
  const marks = { ...added("late", content, lateMarks, inTime), ...added("ahead", content, aheadMarks) };
  return Object.keys(marks).length ? { ...changes, clock: { ...changes.clock, ...marks } } : changes;
}

/** The list with these marks, and without those of the paths in `over`; nothing where it stays as it is. */
function added(list: string, { clock }: Content, marks: string[][], over: string[] = []): Unit {
  const all: string[] = clock?.[list] ?? [];
  const held = all.filter((mark) => !over.includes(mark.split(" ")[0]));
  const known = new Set(held.map((mark) => mark.split(" ")[0]));
  const more = marks.filter(([path]) => !known.has(path)).map((mark) => mark.join(" ").trim());
  return more.length || held.length < all.length ? { [list]: [...held, ...new Set(more)] } : {};
}

/** The instants that a patch writes where there was none, or one that is further away than `slack`. */
function newTimes(held: Unit | undefined, patch: Unit, name: string, slack: number): number[] {
  const there = rows(held ?? {}, name);
  const texts: Value[][] = isClock(name)
    ? [[patch[name], held?.[name]]]
    : rows(patch, name).map(({ at }, n) => [at, there[n]?.at]);
  return texts.flatMap(([text, before]) => {
    const [at, was] = [instant(text), instant(before)];
    return at == null || (was != null && Math.abs(at - was) <= slack) ? [] : at;
  });
}

/** When and by whom a time was entered afterwards, if it was. */
export function enteredLate({ clock }: Content, path: string): { on: string; by: string } | null {
  const mark = (clock?.late ?? []).find((each: Value) => String(each).split(" ")[0] === path);
  const [, on = "", by = ""] = String(mark ?? "").split(" ");
  return day(on) == null ? null : { on, by };
}
