// Export of many records: whose, in which forms, how far the server is, and the file, which is taken once.

import type { Summary } from "../../core/summary.js";
import { formatAgo } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { liveView, summaries } from "../../live-query.js";
import { beginExport, cancelExport, type Export, type Form, listExports, takeExport } from "../../sync/bulk.js";
import { textInput } from "../../ui/controls/text-input.js";
import { type ActionState, attempts, saidBy } from "../../ui/forms/async-action.js";
import { backToMore, bar, button, dotted, errorMessage, group, page, primary, tick } from "../../ui/layout/page.js";
import { patientName } from "../patient/patient-labels.js";

export const title = () => t("Export of many records");

const MOST_SHOWN = 30;
const AGAIN = 5_000;
const FORMS: [Form, () => string][] = [
  ["record", () => t("Clinical record for a colleague (PDF)")],
  ["page", () => t("Patient's page (PDF)")],
  ["csv", () => t("Table (CSV)")],
  ["xlsx", () => t("Workbook (XLSX)")],
  ["json", () => t("Data (JSON)")],
  ["fhir", () => t("Data (FHIR R4)")],
  ["tables", () => t("All chosen patients together: a table of visits, one of sites, one of observations (CSV)")],
  ["clinic", () => t("Everything of the clinic, for another server of ours (JSON)")],
];

interface State extends ActionState {
  busy: boolean;
  exports: Export[];
  all: boolean;
  chosen: Set<string>;
  forms: Set<Form>;
  search: string;
}

interface Acts {
  change: (news: Partial<State>) => void;
  begin: () => unknown;
  cancel: (id: string) => unknown;
  take: (id: string) => unknown;
  load: () => unknown;
}

export function view(host: HTMLElement) {
  const state: State = {
    problem: "",
    busy: false,
    exports: [],
    all: false,
    chosen: new Set(),
    forms: new Set(["record"]),
    search: "",
  };
  let acts: Acts;
  let timer = 0;
  const stop = liveView(
    host,
    (redraw) => {
      acts = actsOn(state, redraw);
      acts.load();
      timer = window.setInterval(() => state.exports.some(({ state: now }) => now === "waiting") && acts.load(), AGAIN);
      return { patients: summaries("patient") };
    },
    ({ patients }) => screen(state, acts, patients.all),
  );
  return () => {
    clearInterval(timer);
    stop();
  };
}

function actsOn(state: State, redraw: () => void): Acts {
  const attempt = attempts(state, redraw, saidBy(t("Exports are made by the server, which cannot be reached now.")));
  const change = (news: Partial<State>) => {
    Object.assign(state, news);
    redraw();
  };
  const load = async () => change({ exports: await listExports() });
  const then = (act: () => Promise<unknown>) =>
    attempt(async () => {
      await act();
      await load();
    });
  return {
    change,
    load: () => attempt(load),
    begin: () => then(() => beginExport(state.all ? null : [...state.chosen], formsOf(state))),
    cancel: (id) => then(() => cancelExport(id)),
    take: (id) =>
      then(async () => {
        const file = await takeExport(id);
        saveFile(file.name, file.blob);
      }),
  };
}

const screen = (state: State, acts: Acts, patients: Summary[]): Template =>
  page(
    title(),
    html`
    <p class="quiet">${t("The server makes the files within minutes to hours. They wait for one day, for you alone, and are taken once.")}</p>
    ${errorMessage(state.problem)}
    ${group(t("Whose records"), whose(state, acts, patients))}
    ${group(t("In which form"), html`${FORMS.filter(([form]) => form !== "clinic" || state.all).map(([form, words]) => tick(words(), state.forms.has(form), (on) => acts.change({ forms: toggled(state.forms, form, on) })))}`)}
    ${bar(primary(t("Make the files"), acts.begin, state.busy || !formsOf(state).length || !(state.all || state.chosen.size)))}
    ${state.exports.length ? group(t("Asked for"), html`<ul class="list">${state.exports.map((one) => item(one, state, acts))}</ul>`) : nothing}`,
    backToMore(),
  );

/** The file for another server is of the whole clinic only. */
const formsOf = ({ all, forms }: State): Form[] => [...forms].filter((form) => form !== "clinic" || all);

function toggled<T>(held: Set<T>, one: T, on: boolean): Set<T> {
  const next = new Set(held);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}

function whose(state: State, { change }: Acts, patients: Summary[]): Template {
  const wanted = state.search.trim().toLowerCase();
  const found = patients.filter((one) => state.chosen.has(one.id) || patientName(one).toLowerCase().includes(wanted));
  return html`
    ${tick(t("All patients of the clinic"), state.all, (all) => change({ all }))}
    ${
      state.all
        ? nothing
        : html`
      ${textInput("export-search", t("Name"), { value: state.search, required: false, onInput: (search) => change({ search }) })}
      ${found.slice(0, MOST_SHOWN).map((one) => tick(patientName(one), state.chosen.has(one.id), (on) => change({ chosen: toggled(state.chosen, one.id, on) })))}
      <p class="hint">${t("{n} chosen", { n: state.chosen.size })}</p>`
    }`;
}

const item = (one: Export, { busy }: State, { cancel, take }: Acts): Template => html`
  <li class="user"><span class="row-main"><strong>${one.all ? t("All patients of the clinic") : t("Patients: {n}", { n: one.total })}</strong>
    <span class="row-detail">${dotted(one.name, formatAgo(one.asked_at), progress(one), one.left_out && t("left out: {n}", { n: one.left_out }))}</span></span>
    ${one.state === "waiting" ? button(t("Cancel"), () => cancel(one.id), busy) : nothing}
    ${one.state === "ready" && one.mine ? button(t("Take the file"), () => take(one.id), busy) : nothing}
  </li>`;

function progress({ state, done, total }: Export): string {
  if (state === "waiting") return t("{n} of {m} made", { n: done, m: total });
  if (state === "ready") return t("ready");
  if (state === "taken") return t("taken");
  if (state === "expired") return t("not taken in time");
  return state === "cancelled" ? t("cancelled") : t("stopped: the person may no longer export");
}
