// The review on a wide screen: the queue as a table, and beside the note that is on the screen.
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Column, type FilteredTable, filteredTable } from "../../ui/layout/sorted-table.js";
import { sessionDate, visit, visitLabel } from "../note-record/visit-labels.js";
import { nameOf, queueMarks } from "./review-list.js";
import type { Patients, QueueEntry } from "./review-queue.js";

export interface QueueTable extends Pick<FilteredTable<Row>, "state" | "redraw"> {
  patients: Patients;
  open: (noteId: string) => void;
}

interface Row extends QueueEntry {
  name: string;
  open: () => void;
}

const COLUMNS: Column<Row>[] = [
  {
    key: "name",
    name: () => t("Patient"),
    by: ({ name }) => name,
    cell: ({ name, open }) => html`<button type="button" class="table-link" @click=${open}>${name}</button>`,
  },
  {
    key: "findings",
    name: () => t("Findings"),
    by: ({ rank }) => rank,
    cell: (entry) => html`<span class="cluster">${queueMarks(entry)}</span>`,
  },
  {
    key: "visit",
    name: () => t("Visit"),
    by: ({ note }) => visit(note).session_no ?? null,
    cell: ({ note }) => visitLabel(note),
  },
  {
    key: "date",
    name: () => t("Date of visit"),
    by: ({ note }) => sessionDate(note),
    cell: ({ note }) => formatDate(sessionDate(note)),
  },
  {
    key: "author",
    name: () => t("Author"),
    by: ({ note }) => note.author_name ?? null,
    cell: ({ note }) => note.author_name,
  },
];

export const queueTable = (queue: QueueEntry[], { patients, open, state, redraw }: QueueTable): Template =>
  filteredTable({
    columns: COLUMNS,
    rows: queue.map((entry) => ({ ...entry, name: nameOf(entry.note, patients), open: () => open(entry.note.id) })),
    words: ({ name, note, findings }) =>
      [name, note.author_name, formatDate(sessionDate(note)), ...findings.map(({ rule }) => rule)].join(" "),
    state,
    redraw,
  });

/** The queue beside the note; `at` is its place in it. */
export const queuePane = (
  queue: QueueEntry[],
  at: number,
  { patients, open }: Pick<QueueTable, "patients" | "open">,
): Template =>
  html`<nav class="review-pane" aria-label=${t("Notes to review")}><ol class="list">${queue.map(
    (
      entry,
      i,
    ) => html`<li><button type="button" class="row" aria-current=${i === at ? "true" : nothing} @click=${() => open(entry.note.id)}>
      <span class="row-main"><span class="row-title">${nameOf(entry.note, patients)}</span>
        <span class="row-detail">${visitLabel(entry.note)} · ${formatDate(sessionDate(entry.note))} · ${entry.note.author_name}</span>
        <span class="cluster pane-marks">${queueMarks(entry)}</span></span></button></li>`,
  )}</ol></nav>`;
