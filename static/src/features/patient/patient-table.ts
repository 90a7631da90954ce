// The patients as a table: what is known of each in columns, sorted by any of them.
import type { Summary } from "../../core/summary.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { courseDetail, coursesOf, visitsOf } from "../course/course-labels.js";
import { identity, patientAge, patientName, telHref } from "./patient-labels.js";

/** A column and what its rows are sorted by; null comes last in either direction. */
interface Column {
  key: string;
  name: () => string;
  by: (row: Row) => string | number | null;
  cell: (row: Row) => unknown;
}

interface Row {
  patient: Summary;
  last: string | null;
  course: ReturnType<typeof coursesOf>[number] | undefined;
  place: number;
}

/** The column and direction by which the table is sorted; kept while the app is open. */
export interface TableOrder {
  key: string;
  down: boolean;
}

export interface PatientTableOptions {
  patients: Summary[];
  notesOf: (id: string) => LocalRecord[];
  forms: Forms | null;
  order: TableOrder;
  onOrder: (order: TableOrder) => void;
  first: <T>(items: T[]) => T[];
}

const COLUMNS: Column[] = [
  {
    key: "name",
    name: () => t("Name"),
    by: ({ place }) => place,
    cell: ({ patient }) => html`<a href="#/patients/${patient.id}">${patientName(patient)}</a>`,
  },
  {
    key: "born",
    name: () => t("Date of birth"),
    by: ({ patient }) => identity(patient).birth_date ?? null,
    cell: ({ patient }) =>
      identity(patient).birth_date
        ? html`${formatDate(identity(patient).birth_date)} <span class="quiet">${patientAge(patient)}</span>`
        : nothing,
  },
  {
    key: "number",
    name: () => t("Number"),
    by: ({ patient }) => identity(patient).mrn ?? null,
    cell: ({ patient }) => identity(patient).mrn ?? nothing,
  },
  {
    key: "phone",
    name: () => t("Telephone"),
    by: ({ patient }) => identity(patient).phone ?? null,
    cell: ({ patient }) => {
      const { phone } = identity(patient);
      return phone ? html`<a href=${telHref(phone)}>${phone}</a>` : nothing;
    },
  },
  {
    key: "last",
    name: () => t("Last visit"),
    by: ({ last }) => last,
    cell: ({ last }) => (last ? formatDate(last) : nothing),
  },
  {
    key: "course",
    name: () => t("Course"),
    by: ({ course }) => (course ? course.n : null),
    cell: ({ course }) => (course ? courseProgress(course) : nothing),
  },
  {
    key: "next",
    name: () => t("Next visit"),
    by: ({ course }) => (course?.running ? (course.due ?? null) : null),
    cell: ({ course }) => (course?.running ? courseDetail(course) : nothing),
  },
];

function compared(a: string | number | null, b: string | number | null, down: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return down ? -order : order;
}

export function patientTable(options: PatientTableOptions): Template {
  const { patients, notesOf, forms, order, onOrder, first } = options;
  const column = COLUMNS.find(({ key }) => key === order.key) ?? COLUMNS[0];
  const rows = patients.map((patient, place): Row => {
    const notes = notesOf(patient.id);
    const last = visitsOf(notes).at(-1)?.session_date ?? null;
    return { patient, last, course: coursesOf(patient, notes, forms)[0], place };
  });
  rows.sort((a, b) => compared(column.by(a), column.by(b), order.down) || a.place - b.place);
  const head = ({ key, name }: Column) => {
    const isIt = key === column.key;
    const press = () => onOrder({ key, down: isIt && !order.down });
    return html`<th scope="col" aria-sort=${isIt ? (order.down ? "descending" : "ascending") : "none"}>
      <button type="button" @click=${press}>${name()}${isIt ? icon(order.down ? "down" : "up", 16) : nothing}</button></th>`;
  };
  return html`<table class="wide-table"><thead><tr>${COLUMNS.map(head)}</tr></thead>
    <tbody>${first(rows).map((row) => html`<tr>${COLUMNS.map(({ key, cell }) => (key === "name" ? html`<th scope="row">${cell(row)}</th>` : html`<td>${cell(row)}</td>`))}</tr>`)}</tbody></table>`;
}
