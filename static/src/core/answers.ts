// What a finding judged, and whether the text written for it still applies. Mirrors server/domain/answers.py. A reason
// or an override applies to the values it was written for. It stores their fingerprints in `judged`; when a value
// changes, the finding has another fingerprint and is open again. The severity is not part of the fingerprint. One text
// answers all findings of its card whose fingerprints it stores; where several were written under one rule, each row of
// `judged` has its own. A warning is acknowledged by its fingerprint as well.
import type { Acknowledged, Content, Finding, Unit } from "../types.js";
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
export const openFindings = (content: Content, findings: Finding[], acknowledged: Acknowledged[] = []) =>
  findings.filter((found) => !isAnswered(found, content, acknowledged));

/**
 * A block is never answered; a block* is answered by a supervisor's override and a reason by its text, both for these
 * very values; a warn by being acknowledged, or by the text of its card. A reason* is what a block* became when it was
 * done: either text answers it.
 */
export function isAnswered(found: Finding, content: Content, acknowledged: Acknowledged[] = []) {
  if (found.since != null || found.severity === "info") return true;
  if (found.severity === "warn" && acknowledged.some((one) => names(one, found))) return true;
  return answeredBy(found, content).length > 0;
}

/** The units with a text for these very values. */
export function answeredBy(found: Finding, content: Content): string[] {
  const [own, ...others] = mates(found.rule);
  const units = (ANSWERS[found.severity] ?? []).map((kind) => `${kind}:${own}`);
  for (const kind of OF_THE_CARD[found.severity] ?? []) units.push(...others.map((rule) => `${kind}:${rule}`));
  return units.filter((unit) => holdsFor(found, content, unit));
}

/** `acknowledged`: the bare rule in ops and signatures of version 0.1.0. */
const names = (acknowledged: Acknowledged, { rule, at, fp }: Finding) =>
  typeof acknowledged === "string"
    ? acknowledged === rule
    : acknowledged.rule === rule && (acknowledged.at ?? null) === at && acknowledged.fp === fp;

const holdsFor = ({ fp }: Finding, content: Content, unit: string) =>
  judgedIn(content, unit).some((row) => row.fp === fp && isLongEnough(row.text ?? content[unit].text));

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

/**
 * The unit with this text for these findings, and for no other. Texts for other places stay, and those for other current
 * findings at the same place (`current`: their fingerprints). An empty text removes the answer.
 */
export function answering(held: Unit = {}, text: string, answered: Answered[], current: Set<string | undefined>) {
  const [fps, places] = [answered.map(({ finding }) => finding.fp), answered.map(({ finding }) => finding.at)];
  const others = rowsOf(held)
    .filter((row) => !fps.includes(row.fp) && (current.has(row.fp) || !places.includes(row.at ?? null)))
    .map((row) => ({ ...row, text: row.text ?? held.text }));
  const said = text.trim() ? answered.map((one) => ({ ...rowOf(one), text })) : [];
  const rows = [...others, ...said];
  if (!rows.length) return { text: null, judged: null };
  const texts = [...new Set(rows.map((row) => row.text))];
  if (texts.length > 1) return { text: texts.join("\n"), judged: rows };
  return { text: texts[0], judged: rows.map(({ text: _same, ...row }) => row) };
}

const rowsOf = ({ judged }: Unit): Unit[] => judged ?? [];

const rowOf = ({ finding: { at, fp }, shown }: Answered): Unit => ({ ...(at ? { at } : {}), fp, shown });

/** What a unit says for these findings: its rows and their text. */
export interface Said {
  text: string;
  rows: Unit[];
}

/**
 * What the unit says for these findings; else what it said there for values that are no longer current. The text for
 * another current finding is not offered.
 */
export function saidFor(held: Unit | undefined, findings: Finding[], current: Set<string | undefined>): Said | null {
  if (!held?.text) return null;
  const all = rowsOf(held);
  const now = all.filter((row) => findings.some(({ fp }) => fp === row.fp));
  const there = all.filter((row) => findings.some(({ at }) => at === (row.at ?? null)) || !row.at);
  const rows = now.length ? now : there.filter((row) => !current.has(row.fp));
  if (all.length && !rows.length) return null;
  return { text: rows.length ? [...new Set(rows.map((row) => row.text ?? held.text))].join("\n") : held.text, rows };
}
