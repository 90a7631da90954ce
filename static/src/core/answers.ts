// What a finding judged, and whether the text written for it still applies. Mirrors server/domain/answers.py. A reason
// or an override applies to the values it was written for. It stores their fingerprints in `judged`; when a value
// changes, the finding has another fingerprint and is open again. The severity is not part of the fingerprint. One text
// answers all findings of its card whose fingerprints it stores.
import type { Content, Finding, Unit, Value } from "../types.js";
import { canonicalJson } from "./canonical.js";
import { mates } from "./card-rules.js";
import { isLongEnough } from "./reasons.js";
import { sha256 } from "./sha256.js";

const EITHER = ["reason", "override"];
const ANSWERS: Partial<Record<string, string[]>> = {
  "block*": ["override"],
  "reason*": EITHER,
  reason: ["reason"],
};
/** By texts of the other rules of the card. */
const OF_THE_CARD: Partial<Record<string, string[]>> = { ...ANSWERS, reason: EITHER, warn: EITHER };
const TEXTS = ["reason", "override"];

export const fingerprint = (rule: string, at: string | null, judged: Unit) => sha256(canonicalJson([rule, at, judged]));

/** The findings that still block signing. */
export function openFindings(content: Content, findings: Finding[], acknowledged: Iterable<string> = []) {
  const seen = new Set(acknowledged);
  return findings.filter((found) => !isAnswered(found, content, seen));
}

/**
 * A block is never answered; a block* is answered by a supervisor's override and a reason by its text, both for these
 * very values; a warn by being acknowledged, or by the text of its card. A reason* is what a block* became when it was
 * done: either text answers it.
 */
export function isAnswered(found: Finding, content: Content, acknowledged: Set<string> = new Set()) {
  if (found.since != null || found.severity === "info") return true;
  if (found.severity === "warn" && acknowledged.has(found.rule)) return true;
  const [own, ...others] = mates(found.rule);
  const units = (ANSWERS[found.severity] ?? []).map((kind) => `${kind}:${own}`);
  for (const kind of OF_THE_CARD[found.severity] ?? []) units.push(...others.map((rule) => `${kind}:${rule}`));
  return units.some((unit) => holdsFor(found, content, unit));
}

const holdsFor = ({ fp }: Finding, content: Content, unit: string) =>
  isExplained(content, unit) && judgedIn(content, unit).some((row) => row.fp === fp);

/**
 * The approval needs words of the supervisor. An override for the same values is such words; one of version 0.1.0,
 * without recorded values, is for those that were signed.
 */
export const awaitsSupervisor = (found: Finding, content: Content) =>
  found.severity === "reason*" &&
  !mates(found.rule).some((rule) => holdsFor(found, content, `override:${rule}`)) &&
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

/** A finding as it is stored with the text that answers it; `shown` is the sentence as displayed. */
export interface Answered {
  finding: Finding;
  shown: string;
}

/** The unit with this text for these findings; texts for other places are kept. An empty text removes the answer. */
export function answering(held: Unit | undefined, text: string, answered: Answered[]) {
  if (text.trim() === "") return { text: null, judged: null };
  const places = answered.map(({ finding }) => finding.at);
  const others = (held?.judged ?? []).filter((row: Value) => !places.includes(row.at ?? null));
  const rows = answered.map(({ finding: { at, fp }, shown }) => ({ ...(at ? { at } : {}), fp, shown }));
  return { text, judged: [...others, ...rows] };
}
