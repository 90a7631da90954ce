// Decides which findings the changes of an amendment are responsible for. Mirrors server/domain/amendment.py. A fact
// that became known after the signature does not block a correction; it is shown as information, unless the author gives
// the reason for it, because it was known and only not written. What the patient's record no longer says stays as it was
// found, and says so. Only findings that the changes raise block signing: a finding about other values than before, a
// more severe one, or one whose reason the changes remove.
import type { Content, Finding, Unit } from "../types.js";
import { bind, isAnswered, unbound } from "./answers.js";
import { canonicalJson } from "./canonical.js";
import { GRAVE, isKnown, type Kept, knownAt } from "./learned.js";
import { SEVERITIES } from "./rules.js";

/**
 * The note before the amendment: content, the findings of today's rules in it, what is kept of the findings at the
 * signature, and the patient as of now.
 */
export type Signed = { content: Content; findings: Finding[]; kept: Kept[]; patient: Content };

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
  const told = findings.map((found) =>
    isRaised(found, before.get(keyOf(found)), now, then) ? found : asInformation(found, content, now, signed),
  );
  return [...told, ...withdrawn(findings, content, signed)];
}

const keyOf = ({ rule, at, fp }: Finding) => JSON.stringify([rule, at, fp]);

function isRaised(found: Finding, before: Finding | undefined, now: Content, then: Content) {
  if (!before || SEVERITIES.indexOf(found.severity) < SEVERITIES.indexOf(before.severity)) return true;
  return isAnswered(before, then) && !isAnswered(found, now);
}

/**
 * A reason for what nobody knew at the signature states that it was known, but not written: then it counts as it would
 * have.
 */
function asInformation(found: Finding, content: Content, now: Content, { kept }: Signed): Finding {
  if (isKnown(found, knownAt(kept)))
    return isAnswered(found, now) ? { ...found, since: "signed" } : { ...found, since: "signed", decision: "" };
  if (GRAVE.includes(found.severity) && isAnswered(found, content)) return { ...found, since: "omitted", decision: "" };
  return { ...found, since: "learned", severity: "info", was: found.severity };
}

/** What was found at the signature and no longer holds, because the patient's record says something else now. */
function withdrawn(findings: Finding[], content: Content, signed: Signed): Finding[] {
  const standing = [...findings, ...signed.findings];
  const isThere = ({ rule, at, thing }: Kept) =>
    standing.some((one) => one.rule === rule && one.at === at && (thing == null || one.thing === thing));
  return signed.kept
    .filter(
      (row) =>
        !isThere(row) && wasAsked(row) && isOffRecord(row, signed.patient) && !isChanged(row, content, signed.content),
    )
    .map(asWithdrawn);
}

const wasAsked = ({ since, severity }: Kept) =>
  since === "withdrawn" || (since !== "learned" && severity !== "info" && severity !== undefined);

/** A figure that lists allergies. */
const ALLERGIES = /_allerg(ies|y(_moderate|_mild)?)$/;

/** Whether one of the patient's entries that it read says something else now. */
const isOffRecord = ({ numbers = {} }: Kept, patient: Content) =>
  Object.entries(numbers).some(([path, value]) => {
    const [root, unit, name] = path.split(".");
    const isOther = root === "patient" && canonicalJson(patient[unit]?.[name] ?? null) !== canonicalJson(value);
    return ALLERGIES.test(path) || isOther;
  });

/** Whether the amendment itself changes a unit that the finding is about. */
const isChanged = ({ fields = [], numbers = {} }: Kept, content: Content, before: Content) =>
  [...fields, ...Object.keys(numbers)]
    .map((path) => path.split(".")[0])
    .some((unit) => canonicalJson(content[unit] ?? null) !== canonicalJson(before[unit] ?? null));

function asWithdrawn(row: Kept): Finding {
  const was = row.was ?? row.severity;
  return { ...(row as Finding), severity: "info", was, alert: false, since: "withdrawn", decision: "" };
}

/** What the signed note already lacked is not required now. */
export function raisedGaps<T extends Unit>(gaps: T[], before: T[]): T[] {
  const place = (gap: T) => JSON.stringify([gap.unit, gap.field, gap.problem, gap.row]);
  const lacking = new Set(before.map(place));
  return gaps.filter((gap) => !lacking.has(place(gap)));
}
