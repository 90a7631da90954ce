// The follow-ups that wait for a supervisor: each with a red flag by itself on top, all others in one card.
import { isFlagged } from "../../core/follow-up.js";
import { can } from "../../core/permissions.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { acknowledgeFollowUp } from "../../store/edits.js";
import type { AppContext, LocalRecord } from "../../types.js";
import type { Attempt } from "../../ui/forms/async-action.js";
import { bannerLink, button, errorMessage } from "../../ui/layout/page.js";
import { callRow, callWords } from "../follow-up/follow-up-cards.js";
import { patientName } from "../patient/patient-labels.js";
import type { Patients } from "./review-queue.js";

/** The signed follow-ups that this supervisor may note, the oldest first. */
export const waitingCalls = (calls: LocalRecord[], { user, forms }: AppContext): LocalRecord[] =>
  calls
    .filter((call) => call.state === "signed" && can("follow_up.acknowledge", user, call, forms))
    .sort((a, b) => String(a.fields.about?.at).localeCompare(String(b.fields.about?.at)));

export interface CallActions {
  problem: string;
  busy?: boolean;
  attempt: Attempt;
}

export function callCards(
  calls: LocalRecord[],
  patients: Patients,
  app: AppContext,
  { problem, busy, attempt }: CallActions,
): Template {
  const flagged = calls.filter(({ fields }) => isFlagged(fields));
  const others = calls.filter(({ fields }) => !isFlagged(fields));
  const nameOf = (call: LocalRecord) => {
    const patient = patients.get(call.patient_id ?? "");
    return patient ? patientName(patient) : t("Patient not on this tablet");
  };
  /** One after the other, so that each is durable or named in the error message. */
  const noteAll = () =>
    attempt(async () => {
      for (const call of others) await acknowledgeFollowUp(call.id, call);
    });
  return html`
    ${errorMessage(problem)}
    ${flagged.map((call) => bannerLink(`#/calls/${call.id}`, html`<strong>${t("Red flag after a treatment: {name}", { name: nameOf(call) })}</strong><span class="banner-detail">${callWords(call, app.forms)}</span>`))}
    ${
      others.length
        ? html`<section class="group" aria-labelledby="calls-title">
            <h2 class="group-title" id="calls-title">${t("Follow-ups, {n}", { n: others.length })}</h2>
            <ul class="list">${others.map((call) => callRow(call, app, html`${nameOf(call)} ·`))}</ul>
            <div class="cluster">${button(others.length === 1 ? t("Noted") : t("Mark all {n} as noted", { n: others.length }), noteAll, busy, "check")}</div>
          </section>`
        : nothing
    }`;
}
