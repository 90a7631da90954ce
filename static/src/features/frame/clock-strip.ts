// @ts-nocheck
// The clocks that run, on every screen: who, what, how long. A tap leads to the note.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { reachedWords } from "../../ui/controls/clock.js";
import "../../ui/controls/elapsed.js";
import { icon } from "../../ui/layout/icons.js";

/** clocks: [{href, name, what, since, planned, limit}]; onReached(clock, minutes) when its planned or its longest time is over. */
export function clockStrip(clocks, onReached) {
  if (!clocks.length) return nothing;
  return html`<nav class="strip clock-strip" aria-label=${t("Running clocks")}>
    ${clocks.map(
      (
        clock,
      ) => html`<a class="clock-link" href=${clock.href} @reached=${({ detail }) => ["planned", "limit"].includes(detail) && onReached(clock, clock[detail])}>
        ${icon("clock", 20)}<b>${clock.name}</b><span>${clock.what}</span>
        <np-elapsed class="figure" role="timer" start=${clock.since} planned=${clock.planned ?? nothing} limit=${clock.limit ?? nothing}></np-elapsed>
        ${clock.planned ? html`<span class="clock-plan">${t("of {n} min", { n: clock.planned })}</span>` : nothing}
        ${reachedWords(clock, "clock-over")}
      </a>`,
    )}
  </nav>`;
}
