// The plan of a running clock and the words once its time has passed: the frame shows them without the controls of a
// clock.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";

/** Minutes of a running clock; null where none are planned or no limit is known. */
export interface ClockPlan {
  planned: number | null;
  limit: number | null;
}

/**
 * Shown beside the elapsed time once it has reached the planned or the longest time. `look` is the class of the
 * sentence.
 */
export const reachedLabel = ({ planned, limit }: ClockPlan, look: string): Template => html`
  ${planned ? html`<span class=${look} data-stage="planned" role="status">${icon("warn", 20)}<span>${t("Planned time reached")}</span></span>` : nothing}
  ${limit ? html`<span class=${look} data-stage="limit" role="alert">${icon("block", 20)}<span>${t("Longest time of {n} min reached", { n: limit })}</span></span>` : nothing}`;
