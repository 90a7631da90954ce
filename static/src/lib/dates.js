import { locale, t } from "./i18n.js";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** A time written with an offset is shown as the clock on that wall stood; one in UTC (the server's) as ours stands. */
const WALL = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?[+-]\d{2}:\d{2}$/;
/** @type {Array<[Intl.RelativeTimeFormatUnit, number]>} */
const SPANS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** @param {string | undefined | null} iso @returns {Date | null} */
function moment(iso) {
  const day = DAY.exec(iso ?? "");
  if (day) return dayAt(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  const date = new Date((iso ?? "").replace(WALL, "$1"));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Midnight of a day. The constructor of dates takes the year 97 for 1997. @param {number} year @param {number} month from 0 @param {number} day */
function dayAt(year, month, day) {
  const date = new Date(2000, month, 1);
  date.setFullYear(year, month, day);
  return date;
}

/** @param {string | undefined | null} iso @param {Intl.DateTimeFormatOptions} options */
function shown(iso, options) {
  const date = moment(iso);
  if (!date) return iso ?? "";
  const key = locale() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return /** @type {Intl.DateTimeFormat} */ (formats.get(key)).format(date);
}

/** @type {Intl.DateTimeFormatOptions} */
const DATE = { day: "numeric", month: "short", year: "numeric" };
/** @type {Intl.DateTimeFormatOptions} */
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "2 Mar 2026" @param {string | undefined | null} iso */
export const formatDate = (iso) => shown(iso, DATE);
/** "09:05" @param {string | undefined | null} iso */
export const formatTime = (iso) => shown(iso, TIME);
/** "2 Mar 2026, 09:05" @param {string | undefined | null} iso */
export const formatDateTime = (iso) => shown(iso, { ...DATE, ...TIME });

/** "1 h 05 min", "45 min" @param {number} n minutes */
export function formatMinutes(n) {
  const all = Math.round(Math.abs(n));
  const sign = n < 0 && all ? "−" : "";
  const hours = Math.floor(all / 60);
  return (
    sign +
    (hours ? t("{hours} h {minutes} min", { hours, minutes: two(all % 60) }) : t("{minutes} min", { minutes: all }))
  );
}

/** "3 hours ago", "just now" @param {string | undefined | null} iso */
export function formatAgo(iso) {
  const then = Date.parse(iso ?? "");
  if (Number.isNaN(then)) return "";
  const seconds = (then - Date.now()) / 1000;
  const span = SPANS.find(([, length]) => Math.abs(seconds) >= length);
  return span
    ? new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / span[1]), span[0])
    : t("just now");
}

/** "2026-03-02T09:00:00+01:00", the offset being this tablet's at that time. @param {Date} [date] */
export function localIso(date = new Date()) {
  const minutes = -date.getTimezoneOffset();
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${dayOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${offset}`;
}

const dayOf = (/** @type {Date} */ date) =>
  `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** Puts written days and times in their order. localeCompare would load the rules of every alphabet first.
 * @param {string} a @param {string} b */
export const inTime = (a, b) => (a < b ? -1 : Number(a > b));

/** The day on this tablet, "2026-03-02". */
export const today = () => dayOf(new Date());

/** The first day of somebody who is that many years old; unknown, that of the years written with four digits. @param {number} [years] */
export function firstDay(years) {
  const now = new Date();
  return years ? dayOf(dayAt(now.getFullYear() - years - 1, now.getMonth(), now.getDate() + 1)) : "1000-01-01";
}

/** Whole years between two days; null when either is not a day. @param {string} birth @param {string} [on] */
export function ageYears(birth, on = today()) {
  const [from, to] = [DAY.exec(birth ?? ""), DAY.exec((on ?? "").slice(0, 10))];
  if (!from || !to) return null;
  return Number(to[1]) - Number(from[1]) - (to[0].slice(5) < from[0].slice(5) ? 1 : 0);
}
