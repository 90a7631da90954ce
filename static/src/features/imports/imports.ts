// Import of patients and past visits: the file, its columns, what would become of each row, and earlier imports.

import { formatAgo, formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, summaries } from "../../live-query.js";
import {
  type DoneImport,
  listImports,
  type Preview,
  type PreviewRow,
  previewImport,
  type Settings,
  type TableFile,
  undoImport,
  writeImport,
} from "../../sync/imports.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { type ActionState, attempts, saidBy } from "../../ui/forms/async-action.js";
import {
  backToMore,
  banner,
  bar,
  button,
  dotted,
  errorMessage,
  group,
  page,
  primary,
  tick,
} from "../../ui/layout/page.js";
import { type Records, subject } from "../waiting/op-subject.js";

export const title = () => t("Import of patients and visits");

const MOST_SHOWN = 50;
const MOST_BYTES = 6_000_000;
const PIECE = 32_768;

interface State extends ActionState {
  busy: boolean;
  file: TableFile | null;
  settings: Settings;
  preview: Preview | null;
  done: DoneImport | null;
  imports: DoneImport[];
}

interface Acts {
  bring: (event: Event) => unknown;
  set: (news: Partial<Settings>) => unknown;
  write: () => unknown;
  undo: (one: DoneImport) => unknown;
  load: () => unknown;
}

const START: Settings = { mapping: null, order: "ymd", decimal: ".", treated: false };

export function view(host: HTMLElement) {
  const state: State = {
    problem: "",
    busy: false,
    file: null,
    settings: START,
    preview: null,
    done: null,
    imports: [],
  };
  let acts: Acts;
  return liveView(
    host,
    (redraw) => {
      acts = actsOn(state, redraw);
      acts.load();
      return { notes: summaries("note"), patients: summaries("patient") };
    },
    (records) => screen(state, acts, records),
  );
}

function actsOn(state: State, redraw: () => void): Acts {
  const attempt = attempts(state, redraw, saidBy(t("Tables are read by the server, which cannot be reached now.")));
  const load = () => attempt(async () => Object.assign(state, { imports: await listImports() }));
  const look = (file: TableFile) =>
    attempt(async () => {
      const preview = await previewImport(file, state.settings);
      const mapping = preview.columns.map(({ target }) => target);
      Object.assign(state, { file, preview, settings: { ...state.settings, mapping } });
    });
  return {
    load,
    bring: async (event) => {
      const input = event.currentTarget as HTMLInputElement;
      const file = input.files?.[0];
      if (!file) return;
      Object.assign(state, { preview: null, done: null, file: null, settings: { ...state.settings, mapping: null } });
      await attempt(async () => {
        if (file.size > MOST_BYTES) throw new Error(t("This file is larger than 6 MB: cut it into several."));
        return look({ name: file.name, data: base64(new Uint8Array(await file.arrayBuffer())) });
      });
      input.value = "";
    },
    set: (news) => {
      state.settings = { ...state.settings, ...news };
      return state.file && look(state.file);
    },
    write: () =>
      attempt(async () => {
        const { file, settings, preview } = state;
        if (!file || !preview?.seen) return;
        const done = await writeImport(file, settings, preview.seen);
        Object.assign(state, { done, file: null, preview: null, imports: await listImports() });
      }),
    undo: async (one) => {
      const body = t("What it brought is declared void, as far as nobody has worked with it since.");
      if (!(await confirmSheet({ heading: t("Take this import back?"), body, confirm: t("Take it back") }))) return;
      await attempt(async () => {
        await undoImport(one.id);
        state.imports = await listImports();
      });
    },
  };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

const screen = (state: State, acts: Acts, records: Records): Template =>
  page(
    title(),
    html`
    <p class="quiet">${t("Past visits come in as imported: not signed, never approved. They count for the course and the interval. Nothing that is here is changed.")}</p>
    ${errorMessage(state.problem)}
    ${state.done ? banner("good", doneWords(state.done), nothing, "status") : nothing}
    <label class="field"><span class="label">${t("File (CSV in UTF-8, or XLSX)")}</span>
      <input type="file" accept=".csv,.tsv,.txt,.xlsx" ?disabled=${state.busy} @change=${acts.bring} />
      <span class="hint">${t("The first row holds the names of the columns; at most 2,000 rows.")}</span></label>
    ${state.preview ? looked(state, state.preview, acts) : nothing}
    ${state.imports.length ? group(t("Earlier imports"), html`<ul class="list">${state.imports.map((one) => item(one, state, acts, records))}</ul>`) : nothing}`,
    backToMore(),
  );

function looked(state: State, preview: Preview, acts: Acts): Template {
  const good = preview.rows.filter(({ errors }) => !errors.length);
  const patients = good.filter(({ patient }) => patient === "new").length;
  const visits = good.filter(({ visit }) => visit === "new").length;
  const bad = preview.rows.length - good.length;
  return html`
    ${group(t("Which column is what"), mapping(state, preview, acts))}
    ${group(t("How it is written"), manner(state, acts))}
    ${preview.problem ? banner("reason", preview.problem, nothing, "status") : nothing}
    ${
      preview.seen
        ? html`${group(
            t("What would be imported"),
            html`
            <p role="status"><strong>${dotted(t("new patients: {n}", { n: patients }), t("new visits: {n}", { n: visits }), t("rows left out: {n}", { n: bad }))}</strong></p>
            ${rowList(preview.rows)}`,
          )}
          ${bar(primary(t("Import"), acts.write, state.busy || !(patients || visits)))}`
        : nothing
    }`;
}

const mapping = ({ settings, busy }: State, { columns, targets }: Preview, acts: Acts): Template => html`
  ${columns.map(
    ({ name, sample, target }, n) => html`
    <label class="field"><span class="label">${name}${sample ? html` <span class="quiet">${t("such as {sample}", { sample })}</span>` : nothing}</span>
      <select ?disabled=${busy} @change=${(event: Event) => acts.set({ mapping: replaced(settings.mapping, n, valueIn(event)) })}>
        <option value="">${t("Leave out")}</option>
        ${targets.map((one) => html`<option value=${one.name} ?selected=${one.name === target}>${dotted(one.section, one.label)}</option>`)}
      </select></label>`,
  )}`;

const valueIn = (event: Event): string => (event.currentTarget as HTMLSelectElement).value;

const replaced = (held: (string | null)[] | null, place: number, value: string): (string | null)[] =>
  (held ?? []).map((one, n) => (n === place ? value || null : one));

const ORDERS: [Settings["order"], () => string][] = [
  ["ymd", () => t("Year-month-day")],
  ["dmy", () => t("Day, month, year")],
  ["mdy", () => t("Month, day, year")],
];

const manner = ({ settings, busy }: State, acts: Acts): Template => html`
  <label class="field"><span class="label">${t("Order of dates")}</span>
    <select ?disabled=${busy} @change=${(event: Event) => acts.set({ order: valueIn(event) as Settings["order"] })}>
      ${ORDERS.map(([order, words]) => html`<option value=${order} ?selected=${order === settings.order}>${words()}</option>`)}
    </select></label>
  ${tick(t("Decimals stand after a comma"), settings.decimal === ",", (on) => acts.set({ decimal: on ? "," : "." }))}
  ${tick(t("All visits of this file were treatments, where no column says so"), settings.treated, (treated) => acts.set({ treated }))}`;

/** Those to look at come first. */
function rowList(rows: PreviewRow[]): Template {
  const weight = ({ errors, differs }: PreviewRow) => (errors.length ? 0 : differs.length ? 1 : 2);
  const sorted = [...rows].sort((a, b) => weight(a) - weight(b) || a.line - b.line);
  return html`<ul class="list">${sorted.slice(0, MOST_SHOWN).map(rowItem)}</ul>
    ${rows.length > MOST_SHOWN ? html`<p class="hint">${t("and {n} more rows", { n: rows.length - MOST_SHOWN })}</p>` : nothing}`;
}

const rowItem = ({ line, name, on, patient, visit, errors, differs }: PreviewRow): Template => html`
  <li class="user"><span class="row-main"><strong>${dotted(t("Row {n}", { n: line }), name, on && formatDate(on))}</strong>
    <span class="row-detail">${errors.length ? t("left out") : dotted(patientWords(patient), visitWords(visit))}</span>
    ${errors.map(([column, words]) => html`<span class="row-detail">${column ? `${column}: ${words}` : words}</span>`)}
    ${differs.map(([field, here, there]) => html`<span class="row-detail">${t("{field}: here “{here}”, in the file “{there}”; the record stays", { field, here, there })}</span>`)}</span></li>`;

const patientWords = (how: string) => (how === "new" ? t("new patient") : t("patient is here already"));
const visitWords = (how: string) =>
  how === "new" ? t("new visit") : how === "known" ? t("visit is here already") : "";

const doneWords = ({ patients, visits, left_out: n }: DoneImport): string =>
  dotted(
    t("Imported"),
    t("new patients: {n}", { n: patients }),
    t("new visits: {n}", { n: visits }),
    t("rows left out: {n}", { n }),
  );

/** Of what stayed, the records that this tablet holds. */
function keptLinks({ kept_records }: DoneImport, records: Records): Template | typeof nothing {
  const here = kept_records.filter(({ type, id }) => records[type === "note" ? "notes" : "patients"].byId.has(id));
  const subjects = here.slice(0, MOST_SHOWN).map((record) => subject(record, records));
  const links = subjects.map(({ name, href }) => html`<a href=${href}>${name}</a>`);
  return links.length ? html`<p class="row-links">${links}</p>` : nothing;
}

const item = (one: DoneImport, { busy }: State, { undo }: Acts, records: Records): Template => html`
  <li class="user"><span class="row-main"><strong>${one.file}</strong>
    <span class="row-detail">${dotted(one.name, formatAgo(one.at), t("new patients: {n}", { n: one.patients }), t("new visits: {n}", { n: one.visits }))}</span>
    ${one.undone_at ? html`<span class="row-detail">${dotted(t("taken back"), formatAgo(one.undone_at), one.kept ? t("worked with since, and kept: {n}", { n: one.kept }) : "")}</span>` : nothing}</span>
    ${keptLinks(one, records)}
    ${one.undone_at ? nothing : button(t("Take it back"), () => undo(one), busy)}
  </li>`;
