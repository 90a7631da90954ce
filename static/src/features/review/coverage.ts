// What the review has covered, as the server counts it: why notes were chosen, how many were reviewed, which are late.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Coverage, readCoverage } from "../../sync/clinic.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backLink, banner } from "../../ui/layout/page.js";
import { periodView } from "./period-view.js";

export const title = () => t("What the review has covered");

/** In minutes, as the server counts the days of whoever looks. */
const offset = () => -new Date().getTimezoneOffset();

export const view = (host: HTMLElement) =>
  periodView(host, {
    title,
    periods: [7, 30, 90, 365],
    days: 30,
    read: (first) => readCoverage(first, offset()),
    template: table,
    back: () => backLink("#/review", t("Review")),
  });

function table({ groups, by_whom: by, seed, differs }: Coverage): Template {
  if (!groups.length) return emptyState(t("Nothing was signed"), t("No note was signed in this time."));
  return html`
    ${differs.length ? banner("block", t("{n} notes were not chosen as the kept seed and the audit trail say. Tell whoever runs the server.", { n: differs.length })) : nothing}
    <table class="was-is"><thead><tr><th scope="col">${t("Why")}</th><th scope="col">${t("Signed")}</th><th scope="col">${t("To review")}</th><th scope="col">${t("Reviewed")}</th><th scope="col">${t("Late")}</th></tr></thead>
      <tbody>${groups.map(({ why, signed, asked, reviewed, late }) => html`<tr><th scope="row">${reasons()[why] ?? why}</th><td>${signed}</td><td>${asked}</td><td>${reviewed}</td><td>${late}</td></tr>`)}</tbody></table>
    ${by.named + by.deputy + by.other ? html`<p>${t("Of those with named reviewers: by them {named}, by a stand-in {deputy}, by another supervisor {other}.", by)}</p>` : nothing}
    ${seed ? html`<p class="hint">${t("Seed of the share, by which anybody can draw again: {seed}", { seed })}</p>` : nothing}`;
}

const reasons = (): Record<string, string | undefined> => ({
  all: t("All notes are reviewed"),
  alone: t("No countersign"),
  trainee: t("Trainees"),
  finding: t("With a finding"),
  again: t("Signed again"),
  share: t("Share of the others"),
});
