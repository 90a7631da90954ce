// The plan of a running clock and the words once its time has passed: the frame shows them without the controls of a
// clock.
import { formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";

/** Minutes of a running clock; null where none are planned or no limit is known. */
export interface ClockPlan {
  planned: number | null;
  limit: number | null;
}

const endOf = (since: string, minutes: number) =>
  formatTime(new Date(Date.parse(since) + minutes * 60_000).toISOString());

/**
 * Shown beside the elapsed time once it has reached the planned time, is near the longest one, or has reached that. `look`
 * is the class of the sentence.
 */
export const reachedLabel = ({ planned, limit }: ClockPlan, since: string | null, look: string): Template => html`
  ${planned ? html`<span class=${look} data-stage="planned" role="status">${icon("warn", 20)}<span>${t("Planned time reached")}</span></span>` : nothing}
  ${limit && since ? html`<span class=${look} data-stage="near" role="alert">${icon("block", 20)}<span>${t("Take off by {time}: at most {n} min", { time: endOf(since, limit), n: limit })}</span></span>` : nothing}
  ${limit ? html`<span class=${look} data-stage="limit" role="alert">${icon("block", 20)}<span>${t("Longest time of {n} min reached", { n: limit })}</span></span>` : nothing}`;
