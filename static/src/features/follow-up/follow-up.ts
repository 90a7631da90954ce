import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, printKey, recent, summaries } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import type { Summaries } from "../../store/summaries.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listSection } from "../../ui/layout/list-row.js";
import { bar, page } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { courseDetail, coursesOfAll, type PatientCourse } from "../course/course-labels.js";
import { identity, patientName, telHref } from "../patient/patient-labels.js";
import { daysWithTasks, openTasks, taskRow } from "./follow-up-labels.js";

const RECALL = "/recall-due";
const isRecall = () => currentRoute().path === RECALL;

export const title = () => (isRecall() ? t("Recall") : t("Follow-up"));

/** Two call lists: observations after a treatment, and next visits. */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const recall = isRecall();
  const tab = (path: string, words: string, here: boolean) =>
    html`<a class="chip" href="#${path}" aria-current=${here ? "page" : nothing}>${words}</a>`;
  const days = daysWithTasks(app.forms);
  const sources = {
    patients: summaries("patient"),
    notes: recall ? summaries("note") : recent("note", days),
    calls: recent("follow_up", days),
  };
  return liveView(host, sources, ({ patients, notes, calls }) =>
    page(
      title(),
      html`
    <nav class="cluster no-print" aria-label=${t("Lists of calls")}>
      ${tab("/follow-up", t("After a treatment"), !recall)}${tab(RECALL, t("For the next visit"), recall)}
    </nav>
    ${recall ? recallList(activeOf(patients), notes, app) : followUpList(activeOf(patients), notes, calls, app)}`,
    ),
  );
}

const activeOf = ({ all }: Summaries): LocalRecord[] => all.filter(({ state }) => state === "active");

function followUpList(
  patients: LocalRecord[],
  notes: Summaries,
  calls: Summaries,
  { forms }: AppContext,
): Template | Template[] {
  const names = new Map(patients.map((patient) => [patient.id, patient]));
  const tasks = openTasks(notes, calls, forms).filter(({ note }) => names.has(note.patient_id ?? ""));
  if (!tasks.length)
    return emptyState(
      t("Nobody to call now"),
      t(
        "One day, three days, seven days and four weeks after a treatment the observation stands here, until it is written.",
      ),
    );
  const rows = (state: string) =>
    tasks.filter((task) => task.state === state).map((task) => taskRow(task, names.get(task.note.patient_id ?? "")));
  return [listSection(t("Late"), rows("overdue"), { tone: "reason" }), listSection(t("Due now"), rows("due"))];
}

function recallList(patients: LocalRecord[], notes: Summaries, { forms }: AppContext): Template | Template[] {
  const all = coursesOfAll(patients, notes, forms)
    .filter(({ due }) => due)
    .sort((a, b) => (a.due ?? "").localeCompare(b.due ?? ""));
  if (!all.length)
    return emptyState(
      t("Nobody to recall"),
      t("Patients with a course stand here by the day their next visit is due."),
    );
  const rows = (state: string) => all.filter((each) => each.state === state).map(recallRow);
  return [
    listSection(t("Late"), rows("late"), { tone: "reason" }),
    listSection(t("Due"), rows("due")),
    listSection(t("Later"), rows("coming")),
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
