import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { liveView, printKey } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import { recallFile } from "../../sync/files.js";
import { findLot } from "../../sync/registry.js";
import type { Unit } from "../../types.js";
import { textInput } from "../../ui/controls/text-input.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backToMore, banner, button, dotted, page, primary } from "../../ui/layout/page.js";
import { tableState } from "../../ui/layout/sorted-table.js";
import { whenWide } from "../frame/when-wide.js";
import { patientName, telHref } from "../patient/patient-labels.js";
import { kindWord } from "./shelf-labels.js";

/** One visit at which a lot was used. */
export interface LotUse {
  /** The identity of a patient. */
  patient: Unit;
  note_id: string;
  kind: string;
  lot: string;
  unit_code: string;
  operator_name: string | null;
  happened_at: string;
}

/** GET /recall: one page of it; `patients` and `visits` count all pages. */
interface Recall {
  items: LotUse[];
  patients: number;
  visits: number;
  next: string | null;
}

interface RecallState {
  lot: string;
  found: Recall | null;
  /** The lot that `found` is about. */
  asked: string;
  busy: boolean;
  problem: string;
}

interface RecallActs {
  type: (lot: string) => void;
  find: (event?: Event) => void;
  more: () => unknown;
  table: () => unknown;
}

export const title = () => t("Lot recall");

/**
 * Which patients received a lot. The server is asked because it has every note of the clinic; a tablet may lack some.
 */
export function view(host: HTMLElement) {
  const state: RecallState = { lot: currentRoute().query.lot ?? "", found: null, asked: "", busy: false, problem: "" };
  const table = tableState();
  let acts: RecallActs;
  return liveView(
    host,
    (redraw) => {
      acts = actsOn(state, redraw);
      if (state.lot) acts.find();
      return { desktop: whenWide };
    },
    ({ desktop }, redraw) => {
      const lines = (uses: LotUse[]) =>
        desktop
          ? desktop.recallLotTable(uses, { state: table, redraw })
          : html`<ul class="list">${uses.map(line)}</ul>`;
      return screen(state, acts, lines, desktop ? "page--wide" : "");
    },
  );
}

function actsOn(state: RecallState, redraw: () => void): RecallActs {
  const attempt = attempts(
    state,
    redraw,
    saidBy(t("A recall needs the server, which has every note of the clinic. It cannot be reached now.")),
  );
  const ask = (asked: string, before: Recall | null = null) =>
    asked &&
    !state.busy &&
    attempt(async () => {
      const found: Recall = await findLot(asked, before?.next ?? null);
      Object.assign(state, { asked, found: { ...found, items: [...(before?.items ?? []), ...found.items] } });
    });
  return {
    type: (lot) => {
      state.lot = lot;
      redraw();
    },
    find: (event) => {
      event?.preventDefault();
      ask(state.lot.trim());
    },
    more: () => ask(state.asked, state.found),
    table: () => attempt(async () => saveFile("recall.csv", (await recallFile(state.asked)).blob)),
  };
}

type Lines = (uses: LotUse[]) => Template;

const screen = (
  { lot, found, asked, busy, problem }: RecallState,
  acts: RecallActs,
  lines: Lines,
  width: string,
): Template =>
  page(
    title(),
    html`
  <form class="stack no-print" role="search" @submit=${acts.find}>
    ${textInput("recall-lot", t("LOT of a cartridge, numbing product, serum, PRP kit or glide"), { value: lot, onInput: acts.type, hint: t("Capitals, spaces and dashes do not matter.") })}
    ${primary(t("Find the patients"), null, busy || !lot.trim(), "search")}
  </form>
  ${problem ? banner("warn", problem, nothing, "alert") : nothing}
  ${found ? result(found, asked, busy, acts, lines) : nothing}`,
    backToMore(),
    `recall ${width}`,
  );

function result(found: Recall, asked: string, busy: boolean, { more, table }: RecallActs, lines: Lines): Template {
  if (!found.items.length)
    return emptyState(
      t("No note names {lot}", { lot: asked }),
      t("Compare it with the box: a digit that differs is another lot. Void notes are not searched."),
    );
  return html`
    <section class="group" aria-live="polite">
      <h2>${t("{lot} · patients: {n} · visits: {visits}", { lot: asked, n: found.patients, visits: found.visits })}</h2>
      ${lines(found.items)}
      ${found.next ? button(t("Show more"), more, busy) : nothing}
    </section>
    <div class="bar no-print">
      ${button(t("As a table (CSV)"), table, busy)}
      ${printKey(t("Print the list"), Boolean(found.next))}
    </div>
    ${found.next ? html`<p class="hint no-print">${t("Show all of it before printing; the table holds all of it already.")}</p>` : nothing}`;
}

function line({
  patient,
  note_id: note,
  kind,
  lot,
  unit_code: code,
  operator_name: operator,
  happened_at: at,
}: LotUse): Template {
  const { birth_date: born, mrn, phone } = patient;
  return html`<li class="recall-line">
    <a href="#/notes/${note}"><strong>${patientName({ fields: { identity: patient } })}</strong></a>
    ${phone ? html`<a class="recall-phone" href=${telHref(phone)}>${phone}</a>` : html`<span class="hint">${t("no number")}</span>`}
    <span class="recall-when">${formatDate(at.slice(0, 10))}</span>
    <span class="row-detail">${dotted(mrn, born && t("born {date}", { date: formatDate(born) }), kindWord(kind), lot, code && t("unit {code}", { code }), operator)}</span>
  </li>`;
}
