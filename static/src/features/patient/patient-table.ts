// The patients as a table: what is known of each in columns, sorted by any of them.
import type { Summary } from "../../core/summary.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { type Column, sortedTable, type TableOrder } from "../../ui/layout/sorted-table.js";
import { courseDetail, coursesOf, visitsOf } from "../course/course-labels.js";
import { identity, patientAge, patientName, telHref } from "./patient-labels.js";

interface Row {
  patient: Summary;
  last: string | null;
  course: ReturnType<typeof coursesOf>[number] | undefined;
  place: number;
}

export interface PatientTableOptions {
  patients: Summary[];
  notesOf: (id: string) => LocalRecord[];
  forms: Forms | null;
  order: TableOrder;
  onOrder: (order: TableOrder) => void;
  first: (rows: Row[]) => Row[];
}

const COLUMNS: Column<Row>[] = [
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

export function patientTable({ patients, notesOf, forms, order, onOrder, first }: PatientTableOptions): Template {
  const rows = patients.map((patient, place): Row => {
    const notes = notesOf(patient.id);
    const last = visitsOf(notes).at(-1)?.session_date ?? null;
    return { patient, last, course: coursesOf(patient, notes, forms)[0], place };
  });
  return sortedTable({ columns: COLUMNS, rows, order, onOrder, first });
}
