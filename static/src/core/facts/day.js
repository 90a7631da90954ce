// What the patient's other visits of the same day imply: which came before this one, and what they gave already.
// Mirrors server/domain/day_facts.py.

import { rows } from "../figures.js";
import { instant } from "../times.js";
import { exposures } from "./exposure.js";

/** @typedef {import("../units.js").Unit} Unit */
/** @typedef {import("../units.js").Content} Content */

const TIMES = [
  ["numbing", "applied_at"],
  ["prp", "drawn_at"],
  ["prp", "used_at"],
  ["needling", "started_at"],
];

/** All but those that are known to have begun later; one at which nothing was given adds nothing.
 * @param {Content} content @param {Content[]} [sameDay] */
export function earlierToday(content, sameDay = []) {
  const mine = begun(content);
  return sameDay.filter((other) => {
    const theirs = begun(other);
    return !(theirs && mine && theirs.at > mine.at);
  });
}

/** The first time of what was given, and as it is written. @param {Content} content */
function begun(content) {
  const written = TIMES.map(([unit, name]) => content[unit]?.[name]);
  written.push(...rows(content.numbing ?? {}, "other_la").map(({ at }) => at));
  return first(written.map((text) => ({ at: instant(text), text })).filter(({ at }) => at != null));
}

/** @param {{at: number | null, text: string}[]} times */
const first = (times) =>
  /** @type {{at: number, text: string}[]} */ (times).sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1)).at(0);

/** `visits` counts those with needling or PRP; `at` is when the first of the earlier visits began.
 * @param {Content[]} earlier @returns {Unit} */
export function dayFacts(earlier) {
  const times = earlier.map(begun).filter((time) => time != null);
  return { visits: earlier.filter(isSession).length, at: first(times)?.text ?? null };
}

/** @param {Content} content */
function isSession(content) {
  const given = exposures(content);
  return given.needle || given.prp;
}

/** @param {Content[]} earlier */
export const creamsOf = (earlier) => earlier.filter((other) => exposures(other).cream).map(({ numbing }) => numbing);

/** @param {Content[]} earlier */
export const injectionsOf = (earlier) => earlier.flatMap(({ numbing = {} }) => rows(numbing, "other_la"));
