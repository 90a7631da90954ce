import { locale, t } from "./i18n.js";
import { pause } from "./slices.js";

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** A time written with an offset is shown in that local time; one in UTC (the server's) in the tablet's local time. */
const WALL = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?[+-]\d{2}:\d{2}$/;

const SPANS: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

const formats: Map<string, Intl.DateTimeFormat> = new Map();

const two = (n: number) => String(n).padStart(2, "0");

function moment(iso: string | undefined | null): Date | null {
  const day = DAY.exec(iso ?? "");
  if (day) return dayAt(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  const date = new Date((iso ?? "").replace(WALL, "$1"));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Midnight of a day. The Date constructor would read the year 97 as 1997. `month` counts from 0. */
function dayAt(year: number, month: number, day: number) {
  const date = new Date(2000, month, 1);
  date.setFullYear(year, month, day);
  return date;
}

function shown(iso: string | undefined | null, options: Intl.DateTimeFormatOptions) {
  const date = moment(iso);
  if (!date) return iso ?? "";
  const key = locale() + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, format);
  return format.format(date);
}

const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "2 Mar 2026" */
export const formatDate = (iso: string | undefined | null) => shown(iso, DATE);
/** "09:05" */
export const formatTime = (iso: string | undefined | null) => shown(iso, TIME);
/** "2 Mar 2026, 09:05" */
export const formatDateTime = (iso: string | undefined | null) => shown(iso, { ...DATE, ...TIME });

/** The first formatting loads the rules of the language, which is slow: one part after the other, with pauses. */
export async function readyFormats() {
  await pause();
  new Intl.NumberFormat(locale());
  await pause();
  formatDate(today());
  await pause();
  formatDateTime(today());
}

/** "1 h 05 min", "45 min"; `n` is in minutes. */
export function formatMinutes(n: number) {
  const all = Math.round(Math.abs(n));
  const sign = n < 0 && all ? "−" : "";
  const hours = Math.floor(all / 60);
  return (
    sign +
    (hours ? t("{hours} h {minutes} min", { hours, minutes: two(all % 60) }) : t("{minutes} min", { minutes: all }))
  );
}

/** "3 hours ago", "just now" */
export function formatAgo(iso: string | undefined | null) {
  const then = Date.parse(iso ?? "");
  if (Number.isNaN(then)) return "";
  const seconds = (then - Date.now()) / 1000;
  const span = SPANS.find(([, length]) => Math.abs(seconds) >= length);
  return span
    ? new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / span[1]), span[0])
    : t("just now");
}

/** "2026-03-02T09:00:00+01:00", with this tablet's offset at that time. */
export function localIso(date: Date = new Date()) {
  const minutes = -date.getTimezoneOffset();
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${dayOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${offset}`;
}

const dayOf = (date: Date) =>
  `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** A written time with its offset; a time of the server, in UTC, has none that somebody wrote. */
const WRITTEN = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?([+-]\d{2}:\d{2})$/;

/** The wall time and offset of a time that was written in another zone than this tablet's; else nothing. */
function writtenElsewhere(iso: string): string[] {
  const [, wall, offset] = WRITTEN.exec(iso) ?? [];
  return offset && offset !== localIso(new Date(iso)).slice(-6) ? [wall, offset] : [];
}

/** A time some minutes later; one written in another zone keeps its offset. */
export function shiftedIso(iso: string, minutes: number): string {
  const [wall, offset] = writtenElsewhere(iso);
  if (!wall) return localIso(new Date(Date.parse(iso) + minutes * 60_000));
  return new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 19) + offset;
}

/**
 * The time `wall` ("2026-03-02T09:00") in place of `iso`: with the offset of another zone if that was written there, else
 * with this tablet's on that day, because summer time may lie between.
 */
export function correctedIso(iso: string, wall: string): string {
  const [, offset] = writtenElsewhere(iso);
  return offset ? `${wall.length === 16 ? `${wall}:00` : wall}${offset}` : localIso(new Date(wall));
}

/** The value of an input for this time, as it is shown. */
export const wallTime = (iso: string): string => (WRITTEN.test(iso) ? iso : localIso(new Date(iso))).slice(0, 16);

/** Compares written days and times. localeCompare would first load collation rules. */
export const inTime = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** How far this tablet's clock is ahead of the server's, in milliseconds; 0 while it is about right. */
let ahead = 0;
export const setAhead = (ms: number) => {
  ahead = ms;
};

export const minutesAhead = () => Math.round(ahead / 60_000);

/** The day in this tablet's zone, "2026-03-02"; by the server's clock where the tablet's is wrong. */
export const today = () => dayOf(new Date(Date.now() - ahead));

/** The earliest birthday of somebody of that age; without an age, the first day of the year 1000. */
export function firstDay(years: number | undefined) {
  const now = new Date();
  return years ? dayOf(dayAt(now.getFullYear() - years - 1, now.getMonth(), now.getDate() + 1)) : "1000-01-01";
}

/** Whole years between two days; null when either is not a day. */
export function ageYears(birth: string, on: string = today()) {
  const [from, to] = [DAY.exec(birth ?? ""), DAY.exec((on ?? "").slice(0, 10))];
  if (!from || !to) return null;
  return Number(to[1]) - Number(from[1]) - (to[0].slice(5) < from[0].slice(5) ? 1 : 0);
}
