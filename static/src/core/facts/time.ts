// Times of a note that are too far from the day of the visit to belong to it (limits.times). Mirrors
// server/domain/time_facts.py.
import type { Content, Unit, Value } from "../../types.js";
import { rows } from "../figures.js";
import { day, EARLIEST_CLOCK, instant, MINUTE } from "../times.js";

const HOUR = 60 * MINUTE;
const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** {unit: {"<field>_far": true}} for each field with such a time, and for each list with one in a row. */
export function farTimes(content: Content, on: number | null, limits: Unit): Content {
  const found: Content = {};
  if (on == null) return found;
  for (const row of limits.times ?? []) {
    for (const path of row.fields) {
      const [section, field, column] = path.split(".");
      for (const key of Object.keys(content)) {
        if (section !== key && section !== key.split(":")[0]) continue;
        const values = column ? rows(content[key], field).map((one) => one[column]) : [content[key][field]];
        if (values.some((value) => isFar(value, on, row))) found[key] = { ...found[key], [`${field}_far`]: true };
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
