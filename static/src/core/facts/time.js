// Which times of a note are too far from the day of the visit to be of it (limits.times). Mirrors server/domain/time_facts.py.

import { rows } from "../figures.js";
import { day, EARLIEST_CLOCK, instant, MINUTE } from "../times.js";

/** @typedef {import("../units.js").Unit} Unit */
/** @typedef {import("../units.js").Content} Content */

const HOUR = 60 * MINUTE;
const ZONE = /(?:Z|[+-]\d\d:\d\d)$/;

/** {unit: {"<field>_far": true}} for each field with such a time, and for each list with one in a row.
 * @param {Content} content @param {number | null} on @param {Unit} limits @returns {Content} */
export function farTimes(content, on, limits) {
  /** @type {Content} */
  const found = {};
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

/** One written in UTC says nothing of the clock on the wall. @param {any} value @param {number} on @param {Unit} row */
function isFar(value, on, row) {
  const at = onTheWall(value);
  if (at == null) return false;
  const slack = String(value).endsWith("Z") ? EARLIEST_CLOCK * MINUTE : 0;
  return at - on < row.from_h * HOUR - slack || at - on > row.until_h * HOUR + slack;
}

/** Milliseconds as if that clock were UTC's. @param {any} value @returns {number | null} */
const onTheWall = (value) => (instant(value) == null ? day(value) : Date.parse(value.replace(ZONE, "Z")));
