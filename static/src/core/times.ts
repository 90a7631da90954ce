// Days and instants as notes store them: "2026-03-02" and "2026-03-02T09:00:00+01:00"; anything else is not a time.
import type { Value } from "../types.js";

const DATE = /^\d{4}-\d\d-\d\d$/;
const OFFSET = /(?:Z|([+-])((?:[01]\d|2[0-3])):([0-5]\d))$/;
const DATETIME =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
export const MINUTE = 60000;
const DAY = 86400000;
export const EARLIEST_CLOCK = 14 * 60;

/** The days there have been; lists ask for the same few thousands of times. */
const known: Map<string, number> = new Map();

/** Milliseconds of a calendar day at UTC midnight, or null. */
export function day(value: Value): number | null {
  if (typeof value !== "string") return null;
  const found = known.get(value);
  if (found !== undefined) return found;
  if (!DATE.test(value) || value.startsWith("0000")) return null;
  const at = Date.parse(value);
  if (Number.isNaN(at) || new Date(at).getUTCDate() !== Number(value.slice(8))) return null;
  known.set(value, at);
  return at;
}

/** Milliseconds of an instant, or null. */
export function instant(value: Value): number | null {
  const parts = typeof value === "string" ? DATETIME.exec(value) : null;
  return parts && day(parts[1]) != null ? Date.parse(value) : null;
}

/** Whole minutes, rounded down. */
export function minutesBetween(start: Value, end: Value) {
  const [first, last] = [instant(start), instant(end)];
  return first == null || last == null ? null : Math.floor((last - first) / MINUTE);
}

export const daysBetween = (start: number | null, end: number | null) =>
  start == null || end == null ? null : (end - start) / DAY;

export function inOrder(first: Value, second: Value, strictly = false): boolean | null {
  const [start, end] = [instant(first), instant(second)];
  if (start == null || end == null) return null;
  return strictly ? end > start : end >= start;
}

export function yearsBetween(birth: number | null, on: number | null) {
  const months = monthsBetween(birth, on);
  return months == null ? null : Math.floor(months / 12);
}

/** Full months, the unit in which ages of small children are counted. */
export function monthsBetween(birth: number | null, on: number | null) {
  if (birth == null || on == null) return null;
  const [born, then] = [new Date(birth), new Date(on)];
  const months = (then.getUTCFullYear() - born.getUTCFullYear()) * 12 + then.getUTCMonth() - born.getUTCMonth();
  return months - (then.getUTCDate() < born.getUTCDate() ? 1 : 0);
}

/** Whether a product was expired on that day; it is usable on the last day itself. */
export const isPast = (expiry: number | null, on: number | null) => (expiry == null || on == null ? null : expiry < on);

/** The day at the offset of an instant recorded on site; with an unknown offset, the day in the earliest time zone. */
export function todayWhere(writtenThere: Value, now: Date | string | number) {
  const offset = instant(writtenThere) == null ? EARLIEST_CLOCK : offsetOf(writtenThere);
  return day(new Date(new Date(now).getTime() + offset * MINUTE).toISOString().slice(0, 10));
}

export function offsetOf(value: string) {
  const [, sign, hours, minutes] = OFFSET.exec(value) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}
