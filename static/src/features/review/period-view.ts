// A page about the notes of the last days, as the server counts them; the days are chosen above.
import { localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { bones, serverView } from "../../live-query.js";
import { chips } from "../../ui/controls/chips.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { banner, button, page } from "../../ui/layout/page.js";

/** As a number of days: from the beginning. */
export const ALL = 0;

export interface PeriodPage<Found> {
  title: () => string;
  /** The numbers of days that may be chosen, and the one that is shown first. */
  periods: number[];
  days: number;
  /** `first` is a date, or empty for all days. */
  read: (first: string) => Promise<Found>;
  template: (found: Found) => Template;
  back: () => Template;
}

const firstDay = (days: number) =>
  days === ALL ? "" : localIso(new Date(Date.now() - days * 86_400_000)).slice(0, 10);

const periodName = (days: number) => (days === ALL ? t("All visits") : t("{n} days", { n: days }));

export function periodView<Found>(host: HTMLElement, shown: PeriodPage<Found>) {
  const state = { days: shown.days, found: null as Found | null, problem: "" };
  return serverView(
    host,
    (redraw) => {
      const attempt = attempts(state, redraw, saidBy(t("The server cannot be reached now.")));
      const load = () =>
        attempt(async () => {
          state.found = await shown.read(firstDay(state.days));
        });
      const choose = (days: number) => {
        Object.assign(state, { days, found: null }); // no figures of another time under the chosen one
        redraw();
        return load();
      };
      return { load, choose };
    },
    ({ load, choose }) =>
      page(
        shown.title(),
        html`
        ${chips({ choices: shown.periods.map((n) => ({ value: String(n), label: periodName(n) })), value: String(state.days), onChange: (n) => choose(Number(n ?? state.days)) })}
        ${state.problem ? banner("warn", state.problem, button(t("Try again"), load), "alert") : nothing}
        ${state.found !== null ? shown.template(state.found) : state.problem ? nothing : html`<div role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`}`,
        shown.back(),
      ),
  );
}
