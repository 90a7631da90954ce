// What a finding judged, and whether the text written for it still applies. Mirrors server/domain/answers.py. A reason
// or an override applies to the values it was written for. It stores their fingerprints in `judged`; when a value
// changes, the finding has another fingerprint and is open again. The severity is not part of the fingerprint.
import type { Content, Finding, Unit, Value } from "../types.js";
import { canonicalJson } from "./canonical.js";
import { isLongEnough } from "./reasons.js";
import { sha256 } from "./sha256.js";

const ANSWERS: Partial<Record<string, string[]>> = {
  "block*": ["override"],
  "reason*": ["reason", "override"],
  reason: ["reason"],
};
const TEXTS = ["reason", "override"];

export const fingerprint = (rule: string, at: string | null, judged: Unit) => sha256(canonicalJson([rule, at, judged]));

/** The findings that still block signing. */
export function openFindings(content: Content, findings: Finding[], acknowledged: Iterable<string> = []) {
  const seen = new Set(acknowledged);
  return findings.filter((found) => !isAnswered(found, content, seen));
}

/**
 * A block is never answered; a block* is answered by a supervisor's override and a reason by its text, both for these
 * very values; a warn by being acknowledged. A reason* is what a block* became when it was done: either text answers it.
 */
export function isAnswered(found: Finding, content: Content, acknowledged: Set<string> = new Set()) {
  if (found.since != null || found.severity === "info") return true;
  if (found.severity === "warn") return acknowledged.has(found.rule);
  return (ANSWERS[found.severity] ?? []).some((kind) => holdsFor(found, content, kind));
}

function holdsFor({ rule, fp }: Finding, content: Content, kind: string) {
  const unit = `${kind}:${rule}`;
  return isExplained(content, unit) && judgedIn(content, unit).some((row) => row.fp === fp);
}

/**
 * The approval needs words of the supervisor. An override for the same values is such words; one of version 0.1.0,
 * without recorded values, is for those that were signed.
 */
export const awaitsSupervisor = (found: Finding, content: Content) =>
  found.severity === "reason*" &&
  !holdsFor(found, content, "override") &&
  !unbound(content).includes(`override:${found.rule}`);

/** The unit that stores the text for a finding. */
export function answerUnit({ rule, severity }: { rule: string; severity: string }): string | null {
  const kind = ANSWERS[severity]?.[0];
  return kind ? `${kind}:${rule}` : null;
}

export const isExplained = (content: Content, unit: string) => isLongEnough(content[unit]?.text);

export const judgedIn = (content: Content, unit: string): Unit[] => content[unit]?.judged ?? [];

/** Reasons and overrides without recorded values: version 0.1.0 wrote them so. */
export const unbound = (content: Content) =>
  Object.keys(content).filter(
    (unit) => TEXTS.includes(unit.split(":")[0]) && content[unit].text && !judgedIn(content, unit).length,
  );

/** The content as if these texts had been written for these findings. */
export function bind(content: Content, units: string[], findings: Finding[]): Content {
  const bound = units.map((unit) => {
    const judged = findings.filter(({ rule }) => unit.endsWith(`:${rule}`)).map(({ fp }) => ({ fp }));
    return [unit, { ...content[unit], judged }];
  });
  return { ...content, ...Object.fromEntries(bound) };
}

/**
 * The unit with this text for this finding; texts for other places are kept. An empty text removes the answer. `shown`
 * is the sentence as displayed.
 */
export function answering(held: Unit | undefined, text: string, { at, fp }: Finding, shown: string) {
  if (text.trim() === "") return { text: null, judged: null };
  const others = (held?.judged ?? []).filter((row: Value) => (row.at ?? null) !== at);
  return { text, judged: [...others, { ...(at ? { at } : {}), fp, shown }] };
}
