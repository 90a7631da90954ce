// A list of any length: its first rows are drawn, the next ones when they are asked for, and all of them on paper.

import { html, nothing, type Template } from "../../lib/dom.js";
import { drawNow } from "../../lib/draw-soon.js";
import { t } from "../../lib/i18n.js";

const STEP = 60;

export interface LongList {
  /** The items that are drawn. */
  first: <T>(items: T[]) => T[];
  /** Draws the next ones of a list of that length. */
  more: (length: number) => Template;
  /** Begins anew, for another list. */
  reset: () => void;
  end: () => void;
}

export function longList(redraw: () => void, step = STEP): LongList {
  let shown = step;
  const show = (most: number) => {
    shown = most;
    redraw();
  };
  const printed = () => {
    show(Number.POSITIVE_INFINITY);
    drawNow();
  };
  addEventListener("beforeprint", printed);
  return {
    first: (items) => items.slice(0, shown),
    more: (length) =>
      length > shown
        ? html`<button type="button" class="button" @click=${() => show(shown + step)}>${t("Show more ({n} left)", { n: length - shown })}</button>`
        : nothing,
    reset: () => {
      shown = step;
    },
    end: () => removeEventListener("beforeprint", printed),
  };
}
