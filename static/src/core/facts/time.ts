// Times of a note that are too far from the day of the visit to belong to it (limits.times). Mirrors
// server/domain/time_facts.py.
import type { Content, Unit, Value } from "../../types.js";
import { rows } from "../figures.js";
import { day, EARLIEST_CLOCK, instant, MINUTE } from "../times.js";
import type { Context } from "../units.js";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** {unit: {"<field>_far": true}} for each field with such a time, and for each list with one in a row. */
export function farTimes(content: Content, on: number | null, limits: Unit): Content {
  const found: Content = {};
  if (on == null) return found;
  for (const row of limits.times ?? []) {
    for (const path of row.fields) {
      for (const { key, values } of timesAt(content, path)) {
        if (values.some((value) => isFar(value, on, row)))
          found[key] = { ...found[key], [`${path.split(".")[1]}_far`]: true };
      }
    }
  }
  return found;
}

/**
 * Whether the clock times of the visit were entered in two time zones. UTC names none, and observations of later days
 * may have another one.
 */
export function hasMixedOffsets(content: Content): boolean {
  const units = Object.keys(content).filter((key) => !key.startsWith("obs:"));
  const known = units
    .flatMap((key) => clockTimes(content[key]))
    .filter((at) => instant(at) != null && !String(at).endsWith("Z"));
  return new Set(known.map((at) => String(at).slice(-6))).size > 1;
}

const clockTimes = (unit: Unit): Value[] =>
  Object.entries(unit).flatMap(([name, value]) => [
    ...(name === "at" || name.endsWith("_at") ? [value] : []),
    ...rows(unit, name).map(({ at }) => at),
  ]);

/**
 * What the marks say of times that are still entered: the last day on which one was entered after the visit, and how
 * wrong the clock was that stamped one. `future` are the times that lie ahead of now,
 * by the clock that stamped them.
 */
export function clockFacts(content: Content, on: number | null, now: Context["now"], limits: Unit): Unit {
  const skew: number = limits.clock?.skew_min ?? Number.POSITIVE_INFINITY;
  const times = visitTimes(content, limits);
  const late = marks(content, "late").flatMap(([, text]) => (day(text) == null ? [] : [text]));
  const ahead = new Map(
    marks(content, "ahead").flatMap(([path, text]): [string, number][] =>
      /^-?\d{1,7}$/.test(text) ? [[path, Number(text)]] : [],
    ),
  );
  const furthest = [...ahead.values()].reduce<number | null>(
    (far, n) => (far == null || Math.abs(n) > Math.abs(far) ? n : far),
    null,
  );
  const isFuture = ({ path, value }: { path: string; value: Value }) =>
    (instant(value) ?? 0) - new Date(now).getTime() > (skew + Math.max(0, ahead.get(path) ?? 0)) * MINUTE;
  return {
    late_on: late.sort().at(-1) ?? null,
    ahead_min: furthest,
    off_min: furthest == null ? null : Math.abs(furthest),
    after_midnight: on != null && times.some(({ value }) => isNextDay(value, on)),
    future: [...new Set(times.filter(isFuture).map(({ path }) => path))].sort(),
  };
}

function marks(content: Content, name: string): string[][] {
  const found: Value = content.clock?.[name];
  return (Array.isArray(found) ? found : []).flatMap((mark) => {
    const [path, ...rest] = String(mark).split(" ");
    const dot = path.lastIndexOf(".");
    return rest.length && content[path.slice(0, dot)]?.[path.slice(dot + 1)] != null ? [[path, ...rest]] : [];
  });
}

/** The times of what was done at the visit, each with its path. */
const visitTimes = (content: Content, limits: Unit): { path: string; value: Value }[] =>
  (limits.times ?? [])
    .filter((row: Unit) => row.of_visit)
    .flatMap((row: Unit) => row.fields)
    .flatMap((named: string) =>
      timesAt(content, named).flatMap(({ key, values }) =>
        values.map((value) => ({ path: `${key}.${named.split(".")[1]}`, value })),
      ),
    );

/** By the local time, which a time in UTC does not give. */
const isNextDay = (value: Value, on: number) =>
  instant(value) != null && !String(value).endsWith("Z") && Math.floor(((onTheWall(value) ?? 0) - on) / DAY) === 1;

/** The values of a field, or of a column of it, in each unit of its section. */
function timesAt(content: Content, path: string): { key: string; values: Value[] }[] {
  const [section, field, column] = path.split(".");
  return Object.keys(content)
    .filter((key) => section === key || section === key.split(":")[0])
    .map((key) => ({
      key,
      values: column ? rows(content[key], field).map((one) => one[column]) : [content[key][field]],
    }));
}

/** A time written in UTC does not give the local time. */
function isFar(value: Value, on: number, row: Unit) {
  const at = onTheWall(value);
  if (at == null) return false;
  const slack = String(value).endsWith("Z") ? EARLIEST_CLOCK * MINUTE : 0;
  return at - on < row.from_h * HOUR - slack || at - on > row.until_h * HOUR + slack;
}

/** Milliseconds of the local time, read as UTC. */
const onTheWall = (value: Value): number | null =>
  instant(value) == null ? day(value) : Date.parse(value.replace(ZONE, "Z"));
