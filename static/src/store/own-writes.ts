// What this tab itself has written of a unit, value by value. An edit is based on what its author was shown; when that
// is an earlier value of their own writes, it is replaced by their latest value, so that they do not conflict with
// themselves.

import { same } from "../core/canonical.js";
import type { Unit } from "../types.js";

const LINES = 4;
const VALUES = 200;

const lines: Map<string, Unit[][]> = new Map();

/** The current value, after this tab's own writes, of a value that was shown. */
export const ownSince = (key: string, shown: Unit): Unit =>
  lines
    .get(key)
    ?.find((line) => line.some((value) => same(value, shown)))
    ?.at(-1) ?? shown;

export function wroteOwn(key: string, before: Unit, after: Unit) {
  const known = lines.get(key) ?? [];
  const line = known.find((each) => same(each.at(-1), before)) ?? [before];
  lines.set(key, [[...line, after].slice(-VALUES), ...known.filter((each) => each !== line)].slice(0, LINES));
}
