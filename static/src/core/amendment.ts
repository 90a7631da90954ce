// Decides which findings the changes of an amendment are responsible for. Mirrors server/domain/amendment.py. A fact
// that became known after the signature does not block a correction; it is shown as information. Only findings that the
// changes raise block signing: a finding about other values than before, a more severe one, or one whose reason the
// changes remove.
import type { Content, Finding, Unit } from "../types.js";
import { bind, isAnswered, unbound } from "./answers.js";
import { SEVERITIES } from "./rules.js";

/** The note before the amendment: content, the findings of today's rules in it, and the findings at the signature. */
export type Signed = { content: Content; findings: Finding[]; known: Pick<Finding, "rule" | "at" | "thing">[] };

/**
 * A text without recorded values counts for the values of the signed note; one written with the changes counts for the
 * current findings.
 */
export function bound(content: Content, signed: Signed, findings: Finding[]) {
  const texts = unbound(content);
  const kept = texts.filter((unit) => content[unit].text === signed.content[unit]?.text);
  const written = texts.filter((unit) => !kept.includes(unit));
  return bind(bind(content, kept, signed.findings), written, findings);
}

/** The findings about the amended content. Each one that the changes did not raise says since when it holds. */
export function settled(findings: Finding[], content: Content, signed: Signed): Finding[] {
  const before = new Map(signed.findings.map((found) => [keyOf(found), found]));
  const [now, then] = [bound(content, signed, findings), bound(signed.content, signed, signed.findings)];
  return findings.map((found) =>
    isRaised(found, before.get(keyOf(found)), now, then) ? found : asInformation(found, now, signed),
  );
}

const keyOf = ({ rule, at, fp }: Finding) => JSON.stringify([rule, at, fp]);

function isRaised(found: Finding, before: Finding | undefined, now: Content, then: Content) {
  if (!before || SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(before.severity)) return true;
  return isAnswered(before, then) && !isAnswered(found, now);
}

function asInformation(found: Finding, now: Content, { known }: Signed): Finding {
  const isKnown = known.some(
    ({ rule, at, thing }) => rule === found.rule && at === found.at && (thing == null || thing === found.thing),
  );
  if (isAnswered(found, now)) return { ...found, since: "signed" };
  if (isKnown) return { ...found, since: "signed", decision: "" }; // nobody has decided about what it judges now
  return { ...found, since: "learned", severity: "info", was: found.severity };
}

/** What the signed note already lacked is not required now. */
export function raisedGaps<T extends Unit>(gaps: T[], before: T[]): T[] {
  const place = (gap: T) => JSON.stringify([gap.unit, gap.field, gap.problem, gap.row]);
  const lacking = new Set(before.map(place));
  return gaps.filter((gap) => !lacking.has(place(gap)));
}
