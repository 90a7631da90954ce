// The revisions of a note as the server keeps them: who, when, why, and every replaced value.

import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { listRevisions, type Revision } from "../../sync/revisions.js";
import type { AppContext, Content, LocalRecord, Person, Status } from "../../types.js";
import { saidBy } from "../../ui/forms/async-action.js";
import { banner, button, dotted } from "../../ui/layout/page.js";
import { contentLines } from "./content-lines.js";
import { traceWords } from "./trace-words.js";
import { differences, wasIs } from "./was-is.js";

/** The pages read so far; `next` is the cursor of the next page. */
export interface HistoryState {
  items: Revision[];
  next: string | null;
  loading?: boolean;
  /** The error message of the last request. */
  trouble?: string;
}

/** What the screen of a note passes to its history. */
export interface HistoryScreen {
  note: LocalRecord;
  status: Pick<Status, "connection">;
  app: Pick<AppContext, "forms">;
  people: Person[];
  /** The state of the screen, which keeps the pages. */
  ui: { history: HistoryState | null };
  redraw: () => void;
}

function kindWord(kind: string) {
  const words: Record<string, string> = {
    create: t("Begun"),
    patch: t("Written"),
    sign: t("Signed"),
    approve: t("Approved"),
    return: t("Returned"),
    amend: t("Amended"),
    void: t("Declared void"),
    resolve: t("Conflict resolved"),
  };
  return words[kind] ?? traceWords(kind) ?? kind;
}

const words = (error: unknown) =>
  saidBy(t("The history is kept by the server, which could not be reached. Nothing was read."))(error);

async function load({ note, ui, redraw }: HistoryScreen) {
  const before: HistoryState = ui.history?.next ? ui.history : { items: [], next: null };
  ui.history = { ...before, loading: true };
  redraw();
  try {
    const answer = await listRevisions(note.id, before.next);
    ui.history = { items: [...before.items, ...answer.items], next: answer.next };
  } catch (error) {
    ui.history = { ...before, trouble: words(error) };
  }
  redraw();
}

function changed(item: Revision, app: HistoryScreen["app"], people: Person[]): Template {
  const side = (name: "before" | "after"): Content =>
    Object.fromEntries(item.changes.flatMap(({ unit, [name]: values }) => (values ? [[unit, values]] : [])));
  const rows = differences(side("before"), side("after"), app.forms.record_types.note.sections, people);
  if (rows.some((row) => row.was)) return wasIs(rows);
  const sections = contentLines("note", side("after"), app.forms, people).map((group) => group.section);
  return sections.length ? html`<p class="quiet">${sections.join(", ")}</p>` : nothing;
}

export function history(found: HistoryScreen): Template {
  const {
    note,
    status,
    app,
    people,
    ui: { history: held },
  } = found;
  if (note.local?.created) return nothing;
  return html`<section class="stack no-print" aria-labelledby="history-title">
    <h2 id="history-title">${t("History|changes")}</h2>
    ${held?.items.map(
      (item) => html`<article class="card">
      <p class="cluster cluster--apart"><span><b>${kindWord(item.kind)}</b> ${item.author_name}</span><span class="quiet">${dotted(formatDateTime(item.client_time ?? item.server_time), item.version && t("version {n}", { n: item.version }))}</span></p>
      ${item.reason ? html`<p>“${item.reason}”</p>` : nothing}
      ${changed(item, app, people)}
    </article>`,
    )}
    ${held?.trouble ? banner("warn", held.trouble, nothing, "alert") : nothing}
    ${
      held && !held.next && !held.trouble
        ? nothing
        : status.connection === "online"
          ? button(held?.items.length ? t("Earlier") : t("Show every change"), () => load(found), held?.loading)
          : html`<p class="hint">${t("The history is kept by the server and is shown when it can be reached.")}</p>`
    }
  </section>`;
}
