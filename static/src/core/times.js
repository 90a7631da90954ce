// Days and instants as notes hold them: "2026-03-02" and "2026-03-02T09:00:00+01:00"; anything else is no time.

const DATE = /^\d{4}-\d\d-\d\d$/;
const OFFSET = /(?:Z|([+-])((?:[01]\d|2[0-3])):([0-5]\d))$/;
const DATETIME =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
export const MINUTE = 60000;
const DAY = 86400000;
export const EARLIEST_CLOCK = 14 * 60;

/** Milliseconds of a calendar day at UTC midnight, or null. @param {any} value @returns {number | null} */
export function day(value) {
  if (typeof value !== "string" || !DATE.test(value) || value.startsWith("0000")) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== value ? null : at;
}

/** Milliseconds of an instant, or null. @param {any} value @returns {number | null} */
export function instant(value) {
  const parts = typeof value === "string" ? DATETIME.exec(value) : null;
  return parts && day(parts[1]) != null ? Date.parse(/** @type {string} */ (value)) : null;
}

/** Whole minutes, rounded down. @param {any} start @param {any} end */
export function minutesBetween(start, end) {
  const [first, last] = [instant(start), instant(end)];
  return first == null || last == null ? null : Math.floor((last - first) / MINUTE);
}

/** @param {number | null} start @param {number | null} end */
export const daysBetween = (start, end) => (start == null || end == null ? null : (end - start) / DAY);

/** @param {any} first @param {any} second @returns {boolean | null} */
export function inOrder(first, second, strictly = false) {
  const [start, end] = [instant(first), instant(second)];
  if (start == null || end == null) return null;
  return strictly ? end > start : end >= start;
}

/** @param {number | null} birth @param {number | null} on */
export function yearsBetween(birth, on) {
  const months = monthsBetween(birth, on);
  return months == null ? null : Math.floor(months / 12);
}

/** Full months, as ages of small children are counted. @param {number | null} birth @param {number | null} on */
export function monthsBetween(birth, on) {
  if (birth == null || on == null) return null;
  const [born, then] = [new Date(birth), new Date(on)];
  const months = (then.getUTCFullYear() - born.getUTCFullYear()) * 12 + then.getUTCMonth() - born.getUTCMonth();
  return months - (then.getUTCDate() < born.getUTCDate() ? 1 : 0);
}

/** Whether a product was out of date on that day; its last day still counts.
 * @param {number | null} expiry @param {number | null} on */
export const isPast = (expiry, on) => (expiry == null || on == null ? null : expiry < on);

/** The day at the offset of an instant written on the spot; unknown, where the day begins first.
 * @param {any} writtenThere @param {Date | string | number} now */
export function todayWhere(writtenThere, now) {
  const offset = instant(writtenThere) == null ? EARLIEST_CLOCK : offsetOf(writtenThere);
  return /** @type {number} */ (day(new Date(new Date(now).getTime() + offset * MINUTE).toISOString().slice(0, 10)));
}

/** @param {string} value */
function offsetOf(value) {
  const [, sign, hours, minutes] = OFFSET.exec(value) ?? [];
  return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}
