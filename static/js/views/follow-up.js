import { coursesOf, courseWords } from "../components/course-words.js";
import { emptyState } from "../components/empty-state.js";
import { grouped, openTasks, taskRow } from "../components/follow-up-words.js";
import { icon } from "../components/frame-icons.js";
import { listSection } from "../components/list-row.js";
import { identity, patientName } from "../components/patient-words.js";
import { courseProgress } from "../components/progress.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { currentRoute } from "../router.js";
import { watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";

const RECALL = "/recall-due";

export const title = () => (currentRoute().path === RECALL ? t("Recall") : t("Follow-up"));

/** Two lists of people to be called: after a treatment, and for the next one. */
export function view(host, _params, app) {
  const recall = currentRoute().path === RECALL;
  const sources = {
    patients: (told) => watchAll("patient", { states: ["active"] }, told),
    notes: (told) => watchAll("note", {}, told),
  };
  return liveView(host, sources, ({ patients, notes }) => html`<div class="page">
    <h1 tabindex="-1">${title()}</h1>
    <nav class="cluster no-print" aria-label=${t("Lists of calls")}>
      <a class="chip" href="#/follow-up" aria-current=${recall ? nothing : "page"}>${t("After a treatment")}</a>
      <a class="chip" href="#${RECALL}" aria-current=${recall ? "page" : nothing}>${t("For the next visit")}</a>
    </nav>
    ${recall ? recallList(patients, notes, app) : followUpList(patients, notes, app)}
  </div>`);
}

function followUpList(patients, notes, { forms }) {
  const names = new Map(patients.map((patient) => [patient.id, patient]));
  const tasks = openTasks(notes, forms).filter(({ note }) => names.has(note.patient_id));
  if (!tasks.length) return emptyState(t("Nobody to call now"), t("One day, three days, seven days and four weeks after a treatment the observation stands here, until it is written."));
  const rows = (state) => tasks.filter((task) => task.state === state).map((task) => taskRow(task, names.get(task.note.patient_id)));
  return html`${listSection(t("Late"), rows("overdue"), { tone: "reason" })}${listSection(t("Due now"), rows("due"))}`;
}

function recallList(patients, notes, { forms }) {
  const theirs = grouped(notes);
  const all = patients
    .flatMap((patient) => coursesOf(patient, theirs.get(patient.id) ?? [], forms).map((course) => ({ patient, ...course })))
    .filter(({ due }) => due)
    .sort((a, b) => a.due.localeCompare(b.due));
  if (!all.length) return emptyState(t("Nobody to recall"), t("Patients with a course stand here by the day their next visit is due."));
  const rows = (state) => all.filter((each) => each.state === state).map(recallRow);
  return html`${listSection(t("Late"), rows("late"), { tone: "reason" })}${listSection(t("Due"), rows("due"))}${listSection(t("Later"), rows("coming"))}
    <div class="bar"><button type="button" class="button button--primary" @click=${() => print()}>${icon("print")}${t("Print")}</button></div>`;
}

function recallRow(course) {
  const { phone } = identity(course.patient);
  return html`<li class="row-pair"><a class="row" href="#/patients/${course.patient.id}">
      <span class="row-main"><span class="row-title">${patientName(course.patient)}</span>
        <span class="row-detail"><span data-tone=${course.state === "late" ? "reason" : nothing}>${courseWords(course)}</span></span></span>
      <span class="row-end">${courseProgress(course)}</span></a>
    ${phone ? html`<a class="button" href="tel:${phone.replace(/[^+\d]/g, "")}">${phone}</a>` : html`<span class="hint">${t("no number")}</span>`}</li>`;
}
