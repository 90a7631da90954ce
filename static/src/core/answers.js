// What a finding judged, and whether the words written for it still hold. Mirrors server/domain/answers.py.
// A reason or an override answers the values it was written for. It keeps their fingerprints in `judged`; when a value changes,
// the finding has another fingerprint and is open again. The severity is no part of it.

import { canonicalJson } from "./canonical.js";
import { isLongEnough } from "./reasons.js";
import { sha256 } from "./sha256.js";

/** @typedef {import("./units.js").Content} Content */
/** `since`: "signed" or "learned" where an amendment did not raise it; `was` is then the severity it would have.
 * @typedef {{rule: string, severity: string, message: string, fields: string[], numbers: Record<string, any>, source: string,
 *   at: string | null, alert: boolean, fp: string, since: string | null, was: string | null}} Finding */

/** @type {Record<string, string>} */
const ANSWERS = { "block*": "override", reason: "reason" };

/** @param {string} rule @param {string | null} at @param {Record<string, any>} judged */
export const fingerprint = (rule, at, judged) => sha256(canonicalJson([rule, at, judged]));

/** Those that still stand in the way of signing.
 * @param {Content} content @param {Finding[]} findings @param {Iterable<string>} acknowledged */
export function openFindings(content, findings, acknowledged = []) {
  const seen = new Set(acknowledged);
  return findings.filter((found) => !isAnswered(found, content, seen));
}

/** A block never is; a block* by a supervisor's override, a reason by its text, both for these very values; a warn by being
 * acknowledged. @param {Finding} found @param {Content} content @param {Set<string>} [acknowledged] */
export function isAnswered(found, content, acknowledged = new Set()) {
  if (found.since != null || found.severity === "info") return true;
  if (found.severity === "warn") return acknowledged.has(found.rule);
  const unit = answerUnit(found);
  return unit != null && isExplained(content, unit) && judgedIn(content, unit).some(({ fp }) => fp === found.fp);
}

/** Where the words that answer a finding are kept. @param {{rule: string, severity: string}} found @returns {string | null} */
export const answerUnit = ({ rule, severity }) => (ANSWERS[severity] ? `${ANSWERS[severity]}:${rule}` : null);

/** @param {Content} content @param {string} unit */
export const isExplained = (content, unit) => isLongEnough(content[unit]?.text);

/** @param {Content} content @param {string} unit @returns {Record<string, any>[]} */
export const judgedIn = (content, unit) => content[unit]?.judged ?? [];

/** Reasons and overrides that name no values: version 0.1.0 wrote them so. @param {Content} content */
export const unbound = (content) =>
  Object.keys(content).filter(
    (unit) =>
      Object.values(ANSWERS).includes(unit.split(":")[0]) && content[unit].text && !judgedIn(content, unit).length,
  );

/** The content as if these texts had been written for these findings.
 * @param {Content} content @param {string[]} units @param {Finding[]} findings @returns {Content} */
export function bind(content, units, findings) {
  const bound = units.map((unit) => {
    const judged = findings.filter(({ rule }) => unit.endsWith(`:${rule}`)).map(({ fp }) => ({ fp }));
    return [unit, { ...content[unit], judged }];
  });
  return { ...content, ...Object.fromEntries(bound) };
}

/** The unit with these words for this finding: what they were written for elsewhere stays. No words answer nothing.
 * @param {Record<string, any> | undefined} held @param {string} text @param {Finding} found @param {string} shown the sentence as it is shown */
export function answering(held, text, { at, fp }, shown) {
  if (text.trim() === "") return { text: null, judged: null };
  const others = (held?.judged ?? []).filter((/** @type {any} */ row) => (row.at ?? null) !== at);
  return { text, judged: [...others, { ...(at ? { at } : {}), fp, shown }] };
}
