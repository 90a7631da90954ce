// What could not be checked because it is not on file: one line, not a card each (domain-2.md 12, F3).
import { ON_FILE } from "../../core/card-rules.js";
import type { Card } from "../../core/cards.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

const isUnchecked = ({ head }: Card) =>
  head.severity === "info" && head.since !== "decided" && ON_FILE.includes(head.rule);

/** The cards to be shown, the line for the others, and whether everything was checked and nothing found. */
export function split(cards: Card[]): { said: Card[]; unchecked: Template; isClean: boolean } {
  const words = [...new Set(cards.filter(isUnchecked).map(({ head }) => head.message))].join(" ");
  return {
    said: cards.filter((card) => !isUnchecked(card)),
    unchecked: words ? html`<p class="hint">${t("Not checked:")} ${words}</p>` : nothing,
    isClean: cards.length === 0,
  };
}
