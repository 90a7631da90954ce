// One cause is one card with one answer (domain-2.md 12, F1). Mirrors server/domain/cards.py; tests/vectors/cards.json
// holds both to the same results. Findings keep their rule, severity, place and fingerprint; a card only says which of
// them are answered together.
import type { Finding } from "../types.js";
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
