// The two call lists as tables, for wide screens.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { type Column, type FilteredTable, filteredTable } from "../../ui/layout/sorted-table.js";
import { courseDetail, courseLabel, type PatientCourse } from "../course/course-labels.js";
import { identity, type PatientOf, patientName, telHref } from "../patient/patient-labels.js";
import { type OpenTask, pointLabel, taskLabel, triedLabel } from "./follow-up-labels.js";

type Drawn<Row> = Pick<FilteredTable<Row>, "state" | "redraw" | "first">;

interface TaskRow {
  task: OpenTask;
  patient: LocalRecord | undefined;
}

const nameKey = (patient: PatientOf): string => {
  const { family = "", given = "" } = identity(patient);
  return `${family} ${given}`;
};

const phoneOf = (patient: PatientOf): Template => {
  const { phone } = identity(patient);
  return phone ? html`<a href=${telHref(phone)}>${phone}</a>` : html`<span class="quiet">${t("no number")}</span>`;
};

const stateWord = ({ state }: OpenTask): string => (state === "overdue" ? t("late") : t("due"));

const TASKS: Column<TaskRow>[] = [
  {
    key: "name",
    name: () => t("Patient"),
    by: ({ patient }) => nameKey(patient),
    cell: ({ task, patient }) => html`<a href="#/follow-up/${task.note.id}/${task.key}">${patientName(patient)}</a>`,
  },
  {
    key: "phone",
    name: () => t("Telephone"),
    by: ({ patient }) => identity(patient).phone ?? null,
    cell: ({ patient }) => phoneOf(patient),
  },
  {
    key: "point",
    name: () => t("Follow-up"),
    by: ({ task }) => Date.parse(task.until) - Date.parse(task.from),
    cell: ({ task }) => pointLabel(task.key),
  },
  {
    key: "due",
    name: () => t("Due"),
    by: ({ task }) => task.due,
    cell: ({ task }) =>
      html`<span data-tone=${task.state === "overdue" ? "reason" : nothing}>${stateWord(task)} ${taskLabel(task)}</span>`,
  },
  {
    key: "author",
    name: () => t("Treated by"),
    by: ({ task }) => task.note.author_name ?? null,
    cell: ({ task }) => task.note.author_name,
  },
  {
    key: "tried",
    name: () => t("Last attempt"),
    by: ({ task }) => triedLabel(task) ?? null,
    cell: ({ task }) => triedLabel(task) ?? nothing,
  },
];

/** Observations after a treatment that are due or late. */
export function taskTable(
  tasks: OpenTask[],
  patientOf: (task: OpenTask) => LocalRecord | undefined,
  drawn: Drawn<TaskRow>,
): Template {
  return filteredTable({
    ...drawn,
    columns: TASKS,
    rows: tasks.map((task) => ({ task, patient: patientOf(task) })),
    words: ({ task, patient }) =>
      [
        patientName(patient),
        identity(patient).phone,
        pointLabel(task.key),
        stateWord(task),
        task.note.author_name,
      ].join(" "),
  });
}

const COURSES: Column<PatientCourse>[] = [
  {
    key: "name",
    name: () => t("Patient"),
    by: ({ patient }) => nameKey(patient),
    cell: ({ patient }) => html`<a href="#/patients/${patient.id}">${patientName(patient)}</a>`,
  },
  {
    key: "phone",
    name: () => t("Telephone"),
    by: ({ patient }) => identity(patient).phone ?? null,
    cell: ({ patient }) => phoneOf(patient),
  },
  { key: "course", name: () => t("Course"), by: ({ n }) => n, cell: (course) => courseProgress(course) },
  {
    key: "due",
    name: () => t("Next visit"),
    by: ({ due }) => due,
    cell: (course) => courseDetail(course),
  },
];

/** Next visits of running courses. */
export const recallTable = (courses: PatientCourse[], drawn: Drawn<PatientCourse>): Template =>
  filteredTable({
    ...drawn,
    columns: COURSES,
    rows: courses,
    words: (course) => [patientName(course.patient), identity(course.patient).phone, courseLabel(course)].join(" "),
  });
