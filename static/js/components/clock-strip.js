// The clocks that run, on every screen: who, what, how long. A tap leads to the note.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import "./elapsed.js";
import { icon } from "./icons.js";

/** clocks: [{href, name, what, since, limit}]; onReached(clock) when the planned time of one is over. */
export function clockStrip(clocks, onReached) {
  if (!clocks.length) return nothing;
  return html`<nav class="strip clock-strip" aria-label=${t("Running clocks")}>
    ${clocks.map(
      (clock) => html`<a class="clock-link" href=${clock.href} @reached=${(event) => event.detail && onReached(clock)}>
        ${icon("clock", 20)}<b>${clock.name}</b><span>${clock.what}</span>
        <np-elapsed class="figure" role="timer" start=${clock.since} planned=${clock.limit ?? nothing}></np-elapsed>
        ${clock.limit ? html`<span class="clock-plan">${t("of {n} min", { n: clock.limit })}</span><span class="clock-over" role="status">${icon("check", 20)}<span>${t("Planned time reached")}</span></span>` : nothing}
      </a>`,
    )}
  </nav>`;
}
