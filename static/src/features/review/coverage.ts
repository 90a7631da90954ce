// What the review has covered, as the server counts it: why notes were chosen, how many were reviewed, which are late.
import { localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { serverView } from "../../live-query.js";
import { type Coverage, readCoverage } from "../../sync/clinic.js";
import { chips } from "../../ui/controls/chips.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backLink, banner, button, page } from "../../ui/layout/page.js";

export const title = () => t("What the review has covered");

interface State {
  days: number;
  found: Coverage | null;
  problem: string;
}

const PERIODS = [7, 30, 90, 365];

export function view(host: HTMLElement) {
  const state: State = { days: 30, found: null, problem: "" };
  return serverView(
    host,
    (redraw) => {
      const attempt = attempts(state, redraw, saidBy(t("The server cannot be reached now.")));
      const load = () =>
        attempt(async () => {
          const first = localIso(new Date(Date.now() - state.days * 86_400_000)).slice(0, 10);
          state.found = await readCoverage(first, -new Date().getTimezoneOffset());
        });
      const choose = (days: number) => {
        state.days = days;
        return load();
      };
      return { load, choose };
    },
    (acts) => screen(state, acts),
  );
}

interface Acts {
  load: () => unknown;
  choose: (days: number) => unknown;
}

const screen = ({ days, found, problem }: State, { load, choose }: Acts): Template =>
  page(
    title(),
    html`
    ${chips({ choices: PERIODS.map((n) => ({ value: n, label: t("{n} days", { n }) })), value: days, onChange: (n) => n && choose(Number(n)) })}
    ${problem ? banner("warn", problem, button(t("Try again"), load), "alert") : nothing}
    ${found ? table(found) : nothing}`,
    backLink("#/review", t("Review")),
  );

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
