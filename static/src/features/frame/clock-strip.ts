// The running clocks, on every screen: patient, subject, elapsed time. A tap opens the note.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type ClockPlan, reachedLabel } from "../../ui/controls/clock-plan.js";
import { noticeBefore, type Stage } from "../../ui/controls/elapsed.js";
import { icon } from "../../ui/layout/icons.js";
import type { RunningClock } from "../note-record/visit-labels.js";

/** A running clock of a patient, with the link to its note. */
export interface FrameClock extends Pick<RunningClock, "what" | "since">, ClockPlan {
  name: string;
  href: string;
}

/** The planned time of a clock has passed, the longest one is near, or it has passed. */
export type OnReached = (clock: FrameClock, minutes: number) => void;

function minutesAt({ planned, limit }: FrameClock, stage: Stage): number | null {
  if (stage === "planned") return planned;
  if (stage === "near" && limit) return limit - noticeBefore(limit);
  return stage === "limit" ? limit : null;
}

const telling = (clock: FrameClock, onReached: OnReached) => (event: CustomEvent<Stage>) => {
  const minutes = minutesAt(clock, event.detail);
  if (minutes !== null) onReached(clock, minutes);
};

/** Holds the place of the strip while it is not known what it shows. */
export const roomForClocks = (): Template =>
  html`<div class="strip clock-strip" aria-hidden="true"><span class="clock-link"></span></div>`;

export function clockStrip(clocks: FrameClock[], onReached: OnReached): Template {
  if (!clocks.length) return nothing;
  return html`<nav class="strip clock-strip" aria-label=${t("Running clocks")}>
    ${clocks.map(
      (clock) => html`<a class="clock-link" href=${clock.href} @reached=${telling(clock, onReached)}>
        ${icon("clock", 20)}<b>${clock.name}</b><span>${clock.what}</span>
        <np-elapsed class="figure" role="timer" start=${clock.since} planned=${clock.planned ?? nothing} limit=${clock.limit ?? nothing}></np-elapsed>
        ${clock.planned ? html`<span class="clock-plan">${t("of {n} min", { n: clock.planned })}</span>` : nothing}
        ${reachedLabel(clock, clock.since, "clock-over")}
      </a>`,
    )}
  </nav>`;
}
