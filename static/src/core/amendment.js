// What of an amended note its own changes answer for. Mirrors server/domain/amendment.py. What became known since the
// signature does not hold up a correction: it is told as information. Only what the changes raise stands in the way: a finding
// about other values than before, a more severe one, or one whose reason they take away.

import { bind, isAnswered, unbound } from "./answers.js";
import { SEVERITIES } from "./rules.js";

/** @typedef {import("./units.js").Content} Content */
/** @typedef {import("./answers.js").Finding} Finding */
/** The note before the amendment: content, what today's rules find in it, and what the signature had found.
 * @typedef {{content: Content, findings: Finding[], known: [string, string | null][]}} Signed */

/** Texts without values count for the values of the signed note; one written with the changes, for what they find.
 * @param {Content} content @param {Signed} signed @param {Finding[]} findings */
export function bound(content, signed, findings) {
  const texts = unbound(content);
  const kept = texts.filter((unit) => content[unit].text === signed.content[unit]?.text);
  const written = texts.filter((unit) => !kept.includes(unit));
  return bind(bind(content, kept, signed.findings), written, findings);
}

/** The findings about the amended content. Those that the changes did not raise say since when they are so.
 * @param {Finding[]} findings @param {Content} content @param {Signed} signed @returns {Finding[]} */
export function settled(findings, content, signed) {
  const before = new Map(signed.findings.map((found) => [keyOf(found), found]));
  const [now, then] = [bound(content, signed, findings), bound(signed.content, signed, signed.findings)];
  return findings.map((found) =>
    isRaised(found, before.get(keyOf(found)), now, then) ? found : told(found, now, signed),
  );
}

/** @param {Finding} found */
const keyOf = ({ rule, at, fp }) => JSON.stringify([rule, at, fp]);

/** @param {Finding} found @param {Finding | undefined} before @param {Content} now @param {Content} then */
function isRaised(found, before, now, then) {
  if (!before || SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(before.severity)) return true;
  return isAnswered(before, then) && !isAnswered(found, now);
}

/** @param {Finding} found @param {Content} now @param {Signed} signed @returns {Finding} */
function told(found, now, { known }) {
  const isKnown = known.some(([rule, at]) => rule === found.rule && at === found.at);
  if (isAnswered(found, now) || isKnown) return { ...found, since: "signed" };
  return { ...found, since: "learned", severity: "info", was: found.severity };
}

/** What the signed note lacked already is not asked for now. @template {Record<string, any>} T @param {T[]} gaps @param {T[]} before @returns {T[]} */
export function raisedGaps(gaps, before) {
  const place = (/** @type {Record<string, any>} */ gap) => JSON.stringify([gap.unit, gap.field, gap.problem, gap.row]);
  const lacking = new Set(before.map(place));
  return gaps.filter((gap) => !lacking.has(place(gap)));
}
