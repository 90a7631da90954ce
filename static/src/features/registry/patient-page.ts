// The text of the patient's page: read in each language, approved by a clinician, and whom patients call.
import type { CareDays } from "../../core/patient-page/types.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView } from "../../live-query.js";
import { renewForms } from "../../store/forms.js";
import { approvePage, readPage } from "../../sync/registry.js";
import type { Value } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { type ActionState, type Attempt, attempts, saidBy } from "../../ui/forms/async-action.js";
import { backToMore, banner, button, errorMessage, group, link, page } from "../../ui/layout/page.js";

export const title = () => t("Patient's page");

/** GET /patient-page */
interface PageSetup {
  version: string;
  phone: string;
  emergency: string;
  approved: Record<string, { name: string; at: string }>;
  languages: Record<string, Record<string, Value>>;
  care: CareDays;
  may_approve: boolean;
  may_change: boolean;
}

interface State extends ActionState {
  busy: boolean;
  language: string;
  setup: PageSetup | null;
}

export function view(host: HTMLElement) {
  const state: State = { problem: "", busy: false, language: "en", setup: null };
  let attempt: Attempt;
  const take = (setup: PageSetup) => {
    state.setup = setup;
  };
  return liveView(
    host,
    (redraw) => {
      attempt = attempts(state, redraw, saidBy(t("The text is kept on the server, which cannot be reached now.")));
      attempt(async () => take(await readPage()));
      return {};
    },
    (_found, redraw) => {
      const act = (change: () => Promise<PageSetup>) => () =>
        attempt(async () => {
          take(await change());
          await renewForms().catch(() => {});
        });
      const body = state.setup ? loaded(state, state.setup, act, redraw) : nothing;
      return page(title(), html`${errorMessage(state.problem)}${body}`, backToMore(), "registry");
    },
  );
}

type Act = (change: () => Promise<PageSetup>) => () => unknown;

function loaded(state: State, setup: PageSetup, act: Act, redraw: () => void): Template {
  const { language } = state;
  const choose = (value: unknown) => {
    state.language = String(value || language);
    redraw();
  };
  const names = Object.entries(setup.languages).map(([value, { name }]) => ({
    value,
    label: setup.approved[value] ? `${name} ✓` : String(name),
  }));
  return html`${numbers(setup)}
    ${group(
      t("Text"),
      html`${chips({ choices: names, value: language, onChange: choose, className: "registry-parts" })}
        ${approval(state, setup, act)}
        ${daysOf(setup)}
        <div lang=${language} dir=${setup.languages[language].dir}>${textOf(setup.languages[language])}</div>`,
    )}`;
}

const numbers = ({ phone, emergency, may_change: mayChange }: PageSetup): Template =>
  group(
    t("Numbers patients call"),
    html`<p>${t("Clinic: {number}", { number: phone || t("the number of the note") })} · ${t("Emergency: {number}", { number: emergency || t("emergency services") })}</p>
      ${mayChange ? link(t("Change in the clinic settings"), "#/clinic") : nothing}`,
  );

function approval({ language, busy }: State, setup: PageSetup, act: Act): Template {
  const approved = setup.approved[language];
  const approve = button(
    t("Approve this text"),
    act(() => approvePage(language, setup.version)),
    busy,
  );
  return banner(
    approved ? "good" : "warn",
    html`<p><strong>${approved ? t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) }) : t("Not yet approved")}</strong> <span class="quiet unbroken">${t("version {name}", { name: setup.version })}</span></p>
      ${approved ? nothing : html`<p>${t("The page is not printed in this language before a clinician has read and approved its text.")}</p>`}`,
    !approved && setup.may_approve ? approve : nothing,
  );
}

/** The days that are approved with the text. */
function daysOf({ care, languages }: PageSetup): Template {
  const { bars, spf_label: screen } = languages.en;
  const rows: [string, number][] = [
    ...care.out.map(({ icon, days }): [string, number] => [bars[icon], days]),
    [t("No sun at all"), care.sun.strict],
    [t("Very little sun"), care.sun.low],
    [screen, care.sun.screen],
  ];
  return html`<dl class="page-days">${rows.map(([name, n]) => html`<div><dt>${name}</dt><dd>${n === 1 ? t("1 day") : t("{n} days", { n })}</dd></div>`)}</dl>`;
}

/** Every sentence once, in the order of the page; the names of months, days and body sites are left out. */
function textOf(words: Record<string, Value>): Template {
  const hidden = ["months", "mon", "days", "sites", "dir", "sep", "decimal", "name", "long", "short", "and", "mm", "g"];
  const said = Object.entries(words).filter(([key]) => !hidden.includes(key));
  const sentences = [...new Set(said.flatMap(([, value]) => strings(value)))];
  return html`<ul class="page-text">${sentences.map((sentence) => html`<li>${sentence.replace(/\{\w+\}/g, "…")}</li>`)}</ul>`;
}

const strings = (value: Value): string[] =>
  typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
