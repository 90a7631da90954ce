import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, printKey, withPatients } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import type { ById } from "../../store/summaries.js";
import type { AppContext } from "../../types.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listSection } from "../../ui/layout/list-row.js";
import { type LongList, longList } from "../../ui/layout/long-list.js";
import { bar, page } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { type TableState, tableState } from "../../ui/layout/sorted-table.js";
import { allCourses } from "../course/all-courses.js";
import { courseDetail, type PatientCourse } from "../course/course-labels.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import { identity, patientName, telHref } from "../patient/patient-labels.js";
import { allOpenTasks, type TasksNow } from "./all-tasks.js";
import { type OpenTask, taskRow } from "./follow-up-labels.js";

const RECALL = "/recall-due";
const RECALLED = ["late", "due", "coming"];
const isRecall = () => currentRoute().path === RECALL;

export const title = () => (isRecall() ? t("Recall") : t("Follow-up"));

/** Two call lists: observations after a treatment, and next visits. */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const recall = isRecall();
  const tab = (path: string, words: string, here: boolean) =>
    html`<a class="chip" href="#${path}" aria-current=${here ? "page" : nothing}>${words}</a>`;
  const table = tableState();
  const drawn = (list: Template | Template[], wide: unknown) =>
    page(
      title(),
      html`
    <nav class="cluster no-print" aria-label=${t("Lists of calls")}>
      ${tab("/follow-up", t("After a treatment"), !recall)}${tab(RECALL, t("For the next visit"), recall)}
    </nav>
    ${list}`,
      nothing,
      wide ? "page--wide" : "",
    );
  let long: LongList | undefined;
  const windowed = (redraw: () => void) => {
    long ??= longList(redraw);
    return long;
  };
  const stop = recall
    ? liveView(host, { due: allCourses(app.forms, ({ due }) => due), desktop: whenWide }, ({ due, desktop }, redraw) =>
        drawn(recallList(due, { long: windowed(redraw), desktop, state: table, redraw }), desktop),
      )
    : liveView(
        host,
        { open: withPatients(allOpenTasks(app.forms), whose), desktop: whenWide },
        ({ open, desktop }, redraw) =>
          drawn(
            followUpList(open.found.tasks, open.patients, { long: windowed(redraw), desktop, state: table, redraw }),
            desktop,
          ),
      );
  return () => {
    long?.end();
    stop();
  };
}

interface Drawing {
  long: LongList;
  /** Its tables replace the sections where the screen is wide. */
  desktop: Desktop | null;
  state: TableState;
  redraw: () => void;
}

const whose = ({ tasks }: TasksNow) => tasks.map(({ note }) => note.patient_id);

/** A heading, the rows of what has this state among the first of all, and how many have it. */
function sectionOf<T extends { state: string }>(
  heading: string,
  state: string,
  all: T[],
  first: T[],
  row: (one: T) => Template,
  tone?: string,
) {
  const has = (one: T) => one.state === state;
  return listSection(heading, first.filter(has).map(row), { count: all.filter(has).length, tone });
}

function followUpList(open: OpenTask[], patients: ById, drawing: Drawing): Template | Template[] {
  const patientOf = ({ note }: OpenTask) => patients.get(note.patient_id ?? "");
  const tasks = open.filter((task) => patientOf(task)?.state === "active");
  if (!tasks.length)
    return emptyState(
      t("Nobody to call now"),
      t(
        "One day, three days, seven days and four weeks after a treatment the follow-up is listed here until it is entered.",
      ),
    );
  const ordered = [
    ...tasks.filter(({ state }) => state === "overdue"),
    ...tasks.filter(({ state }) => state === "due"),
  ];
  const { long, desktop } = drawing;
  if (desktop)
    return [desktop.taskTable(ordered, patientOf, { ...drawing, first: long.first }), long.more(ordered.length)];
  const first = long.first(ordered);
  const row = (task: OpenTask) => taskRow(task, patientOf(task));
  return [
    sectionOf(t("Late"), "overdue", tasks, first, row, "reason"),
    sectionOf(t("Due now"), "due", tasks, first, row),
    long.more(ordered.length),
  ];
}

function recallList(all: PatientCourse[], drawing: Drawing): Template | Template[] {
  if (!all.length)
    return emptyState(
      t("Nobody to recall"),
      t("Patients in a course are listed here by the day their next visit is due."),
    );
  const listed = all.filter(({ state }) => RECALLED.includes(state));
  const { long, desktop } = drawing;
  const first = long.first(listed);
  if (desktop)
    return [desktop.recallTable(listed, { ...drawing, first: long.first }), long.more(listed.length), bar(printKey())];
  return [
    sectionOf(t("Late"), "late", listed, first, recallRow, "reason"),
    sectionOf(t("Due"), "due", listed, first, recallRow),
    sectionOf(t("Later"), "coming", listed, first, recallRow),
    long.more(listed.length),
    bar(printKey()),
  ];
}

function recallRow(course: PatientCourse): Template {
  const { phone } = identity(course.patient);
  return html`<li class="row-pair"><a class="row" href="#/patients/${course.patient.id}">
      <span class="row-main"><span class="row-title">${patientName(course.patient)}</span>
        <span class="row-detail">${courseDetail(course)}</span></span>
      <span class="row-end">${courseProgress(course)}</span></a>
    ${phone ? html`<a class="button" href=${telHref(phone)}>${phone}</a>` : html`<span class="hint">${t("no number")}</span>`}</li>`;
}
