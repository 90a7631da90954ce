// One cause is one card with one answer (domain-2.md 12, F1). Mirrors server/domain/cards.py; tests/vectors/cards.json
// holds both to the same results. Findings keep their rule, severity, place and fingerprint; a card only says which of
// them are answered together.
import type { Content, Finding } from "../types.js";
import { answeredBy, isAnswered } from "./answers.js";
import { CARDS } from "./card-rules.js";
import { unitName } from "./catalogue.js";
import { SEVERITIES } from "./rules.js";

/** `head` is the most severe finding, which the answer is written for. */
export interface Card {
  head: Finding;
  findings: Finding[];
}

const PIGMENT = "P13";
const AGE = "P12";
const ADULT = "limits.ages.adult";
const DEPTH_JUDGED = "needling.reached_mm";
const SITES = ["zone", "other_site"];
const ALLERGY = /_allergy(_moderate|_mild)?$/;

/** The findings by card, in the order in which each card first appears. */
export function cardsOf(findings: Finding[]): Card[] {
  const found: Map<string, Finding[]> = new Map();
  for (const one of findings) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()].map((together) => ({ head: headOf(together), findings: together }));
}

const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);

const headOf = (findings: Finding[]) =>
  findings.reduce((worst, finding) => (rank(finding) < rank(worst) ? finding : worst));

/** Whether it needs an answer, given or not. */
export const isAsked = ({ since, severity }: Finding) => since == null && severity !== "info";

/**
 * The finding that an answer of the card is written for: the most severe one, or what an override leaves open. It does
 * not change while a text is typed.
 */
export function askedOf({ head, findings }: Card, content: Content): Finding {
  if (head.severity !== "block*" || !isAnswered(head, content)) return head;
  const isOverridden = (found: Finding) => answeredBy(found, content).some((unit) => unit.startsWith("override:"));
  const rest = findings.filter((found) => isAsked(found) && !isOverridden(found));
  return rest.length ? headOf(rest) : head;
}

/** The findings that an answer to `asked` is for; it never answers a more severe one. */
export const answeredWith = (asked: Finding, findings: Finding[]) =>
  findings.filter((found) => isAsked(found) && rank(found) >= rank(asked));

/**
 * A finding that has been answered already, or needs no answer, is not part of a card that asks. Depth is one cause at
 * all sites; another product, another draw or another allergy is another cause.
 */
function keyOf(found: Finding): string {
  const name = cardOf(found);
  const parts = [name ?? found.rule, found.since ?? ""];
  if (name === "serum" || (name == null && !isSite(found.at))) parts.push(found.at ?? "");
  if (name === "allergy") parts.push(...allergiesIn(found));
  return parts.join(" ");
}

const allergiesIn = ({ numbers }: Finding): string[] =>
  [
    ...new Set(
      Object.entries(numbers)
        .filter(([path]) => ALLERGY.test(path))
        .map(([, value]) => String(value)),
    ),
  ].sort();

/** Treating a minor is a decision of its own, whatever the label says. */
function cardOf({ rule, numbers }: Finding): string | null {
  if (rule === AGE && ADULT in numbers) return null;
  if (rule === PIGMENT) return DEPTH_JUDGED in numbers ? "depth" : "interval";
  return Object.keys(CARDS).find((name) => CARDS[name].includes(rule)) ?? null;
}

const isSite = (at: string | null) => at != null && SITES.includes(unitName(at));
