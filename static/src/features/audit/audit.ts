import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { bones, serverView } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import { readTrail, type TrailRow, type TrailWanted, trailFile } from "../../sync/audit.js";
import { listUsers } from "../../sync/people.js";
import type { User } from "../../types.js";
import { textInput } from "../../ui/controls/text-input.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backLink, backToMore, banner, button, page } from "../../ui/layout/page.js";
import { type TableState, tableState } from "../../ui/layout/sorted-table.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import { patientName } from "../patient/patient-labels.js";
import { trailRows } from "./trail-rows.js";

interface TrailState {
  wanted: TrailWanted;
  people: User[];
  /** Null until the server has answered. */
  rows: TrailRow[] | null;
  next: string | null;
  busy: boolean;
  problem: string;
  table: TableState;
}

interface TrailActs {
  redraw: () => void;
  load: () => unknown;
  choose: (news: Partial<TrailWanted>) => void;
  more: () => unknown;
  table: () => unknown;
}

export const title = () => t("Who saw and did what");

/** The server's own account of reading and writing: of one patient, or of a person or a day of the clinic. */
export function view(host: HTMLElement) {
  const { patient = "", user = "", day } = currentRoute().query;
  const wanted = { patient, user, day: day ?? (patient || user ? "" : today()) };
  const state: TrailState = {
    wanted,
    people: [],
    rows: null,
    next: null,
    busy: false,
    problem: "",
    table: tableState(),
  };
  return serverView(
    host,
    (redraw) => actsOn(state, redraw),
    (acts, { desktop }) => screen(state, acts, desktop),
    { desktop: whenWide },
  );
}

function actsOn(state: TrailState, redraw: () => void): TrailActs {
  const attempt = attempts(
    state,
    redraw,
    saidBy(t("Who saw and did what is kept on the server, which cannot be reached now.")),
  );
  let asked = 0;
  const read = (cursor: string | null) =>
    attempt(async () => {
      const turn = ++asked;
      if (!state.people.length && !state.wanted.patient) state.people = await listUsers();
      const found = await readTrail(state.wanted, cursor);
      if (turn !== asked) return; // another choice was made meanwhile
      state.rows = [...((cursor && state.rows) || []), ...found.items];
      state.next = found.next;
    });
  const load = () => {
    Object.assign(state, { rows: null, next: null });
    return read(null);
  };
  return {
    redraw,
    load,
    choose: (news) => {
      Object.assign(state.wanted, news);
      load();
    },
    more: () => read(state.next),
    table: () => attempt(async () => saveFile("audit.csv", (await trailFile(state.wanted)).blob)),
  };
}

function screen(state: TrailState, acts: TrailActs, desktop: Desktop | null): Template {
  const { wanted, rows, next, busy, problem } = state;
  const back = wanted.patient ? backLink(`#/patients/${wanted.patient}`, nameOf(rows)) : backToMore();
  return page(
    title(),
    html`
    <p class="quiet">${t("What was opened, written, signed, printed and exported, by whom and on which tablet. What was opened on a tablet appears here once the tablet has sent it.")}</p>
    ${wanted.patient ? nothing : choices(state, acts)}
    ${problem ? banner("warn", problem, button(t("Try again"), acts.load), "alert") : nothing}
    ${rows ? found(rows, state, acts, desktop) : problem ? nothing : html`<div role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`}
    ${rows?.length ? html`<div class="bar no-print">${next ? button(t("Show more"), acts.more, busy) : nothing}${button(t("As a table (CSV)"), acts.table, busy)}</div>` : nothing}`,
    back,
    desktop ? "trail page--wide" : "trail",
  );
}

const nameOf = (rows: TrailRow[] | null) => {
  const named = rows?.find(({ patient }) => patient)?.patient;
  return named ? patientName({ fields: { identity: named } }) : t("Patient");
};

const choices = ({ wanted, people }: TrailState, { choose }: TrailActs): Template => html`
  <div class="cluster trail-choices">
    ${textInput("trail-day", t("Day"), { type: "date", value: wanted.day, required: false, onInput: (day) => choose({ day }) })}
    <label class="field"><span class="label">${t("Person")}</span>
      <select @change=${(event: Event) => choose({ user: (event.currentTarget as HTMLSelectElement).value })}>
        <option value="">${t("Everybody")}</option>
        ${people.map(({ id, name }) => html`<option value=${id} ?selected=${id === wanted.user}>${name}</option>`)}
      </select></label>
    ${wanted.day ? button(t("All days"), () => choose({ day: "" })) : nothing}
  </div>`;

function found(rows: TrailRow[], state: TrailState, { choose, redraw }: TrailActs, desktop: Desktop | null): Template {
  const { wanted, table, next } = state;
  const ofPatient = Boolean(wanted.patient);
  if (rows.length)
    return desktop
      ? desktop.trailTable(rows, ofPatient, { state: table, redraw, isPart: next !== null })
      : trailRows(rows, ofPatient);
  return emptyState(
    t("Nothing found"),
    t("Nothing that was opened or changed matches this choice."),
    wanted.day ? button(t("All days"), () => choose({ day: "" })) : nothing,
  );
}
