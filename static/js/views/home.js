import "../components/elapsed.js";
import { coursesOf, courseWords } from "../components/course-words.js";
import { emptyState } from "../components/empty-state.js";
import { firstRead } from "../components/first-read.js";
import { icon } from "../components/frame-icons.js";
import { grouped, openTasks, taskRow } from "../components/follow-up-words.js";
import { listRow, listSection } from "../components/list-row.js";
import { patientName } from "../components/patient-words.js";
import { courseProgress } from "../components/progress.js";
import { noteRow } from "../components/record-card.js";
import { isOpen, newestFirst, noteHref, runningClocks, sessionDate, visitLabel } from "../components/visit-words.js";
import { formatDate, inTime, today } from "../lib/dates.js";
import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { watchAll } from "../store/records.js";
import { afterFirstRead } from "../store/status.js";
import { choosePatient, startNote } from "./choose-patient.js";
import { bones, liveView } from "./live-view.js";
import { mayTreat } from "./note-parts.js";

const COURSES_SHOWN = 12;
const TASKS_SHOWN = 5;

export const title = () => t("Home");

export function view(host, _params, app) {
  const sources = {
    notes: (told) => watchAll("note", {}, told),
    patients: (told) => watchAll("patient", {}, told),
    conflicts: (told) => watchAll("conflict", { states: ["open"] }, told),
  };
  const lists = () => liveView(host, sources, (found) => page(screen(found, app)), () => page(bones()));
  return afterFirstRead(lists, () => {
    render(page(firstRead()), host);
    setTimeout(() => formatDate(today())); // the first date costs the browser a moment: better now than with the lists
  });
}

/** One page around all that comes, so that its heading keeps the focus it was given. */
const page = (content) => html`<div class="page home"><h1 class="unseen" tabindex="-1">${t("Home")}</h1>${content}</div>`;

function screen({ notes, patients, conflicts }, app) {
  const names = new Map(patients.map((patient) => [patient.id, patient]));
  const live = notes.filter((note) => note.state !== "void").sort(newestFirst);
  const now = live.filter((note) => isOpen(note) && runningClocks(note).length);
  const started = new Set(now);
  const day = today();
  const todays = live.filter((note) => !started.has(note) && sessionDate(note) === day);
  const shown = new Set([...now, ...todays]);
  const open = live.filter((note) => isOpen(note) && !shown.has(note));
  const row = (note) => noteRow(note, names.get(note.patient_id));
  const work = [
    listSection(t("Now"), now.map((note) => clockRow(note, names.get(note.patient_id))), { tone: "now" }),
    conflictLine(conflicts),
    listSection(t("Today"), todays.map(row)),
    followUp(live, names, app),
    listSection(t("Returned to correct"), open.filter((note) => note.state === "returned").map((note) => returnedRow(note, names.get(note.patient_id))), { tone: "reason" }),
    listSection(t("Drafts to finish"), open.filter((note) => note.state === "draft").map(row)),
  ].filter((group) => group !== nothing);
  const plan = [app.user.role === "supervisor" ? reviewLine(live, app) : nothing, waitingSection(live, names), courses(live, patients, app)].filter((group) => group !== nothing);
  return html`
      ${work.length + plan.length ? html`<div class="home-columns">${[work, plan].map((groups) => (groups.length ? html`<div class="stack stack--loose">${groups}</div>` : nothing))}</div>` : firstDay(app)}
      ${mayTreat(app) ? html`<div class="bar"><button type="button" class="button button--primary" @click=${() => choosePatient(app)}>${icon("plus")}${t("New note")}</button></div>` : nothing}`;
}

const firstDay = (app) =>
  emptyState(
    t("A quiet day so far"),
    mayTreat(app)
      ? t("Running creams, the notes of today, drafts and courses that are due will stand here. Begin with a new note; everything you enter is kept on this tablet at once, with or without a network.")
      : t("The notes of today and what needs your eye will stand here."),
    html`<a class="button" href="#/patients">${t("See the patients")}</a>`,
  );

function clockRow(note, patient) {
  return listRow({
    href: noteHref(note),
    title: patientName(patient),
    detail: visitLabel(note),
    end: runningClocks(note).map((clock) => html`<span class="clock-end"><span>${clock.what}${clock.limit ? html` · ${t("planned {n} min", { n: clock.limit })}` : nothing}</span>
      <np-elapsed class="clock-figure" role="timer" start=${clock.since} planned=${clock.limit ?? nothing}></np-elapsed></span>`),
  });
}

const returnedRow = (note, patient) =>
  noteRow(note, patient, html`${visitLabel(note)} ${note.review?.comment ? html`<q class="row-quote">${note.review.comment}</q>` : nothing}`);

const conflictLine = (conflicts) =>
  conflicts.length
    ? html`<a class="banner banner--link" data-severity="reason" href="#/conflicts">${icon("reason")}
        <span class="grow"><strong>${t("Written twice: {n}", { n: conflicts.length })}</strong><br />${t("Both versions are kept. Choose which one stands.")}</span>${icon("next")}</a>`
    : nothing;

/** Those one treated oneself come first; whoever answers the telephone sees the others too. */
function followUp(notes, names, { forms, user }) {
  const tasks = openTasks(notes, forms).filter(({ note }) => names.has(note.patient_id));
  const mine = [...tasks].sort((a, b) => Number(b.note.author_id === user.id) - Number(a.note.author_id === user.id));
  const rows = mine.slice(0, TASKS_SHOWN).map((task) => taskRow(task, names.get(task.note.patient_id)));
  return listSection(t("Follow-up due"), rows, { count: tasks.length, more: tasks.length > TASKS_SHOWN ? "#/follow-up" : null });
}

/** The next visit of a course begins with the values of the last one, unless its note is open already. */
function repeatKey({ patient }, theirs, app) {
  if (!mayTreat(app) || theirs.some(isOpen)) return undefined;
  return { word: t("Same as last time"), icon: "again", press: () => startNote(patient.id, app, { repeat: true }) };
}

function courses(notes, patients, app) {
  const theirs = grouped(notes);
  const running = patients
    .filter(({ state }) => state === "active")
    .flatMap((patient) => coursesOf(patient, theirs.get(patient.id) ?? [], app.forms).map((course) => ({ patient, ...course })))
    .filter((course) => course.running)
    .sort((a, b) => inTime(a.due ?? "9999", b.due ?? "9999"));
  const rows = running.slice(0, COURSES_SHOWN).map((course) => listRow({
    href: `#/patients/${course.patient.id}`,
    title: patientName(course.patient),
    detail: html`<span data-tone=${course.state === "late" ? "reason" : nothing}>${courseWords(course)}</span>`,
    end: courseProgress(course),
    act: repeatKey(course, theirs.get(course.patient.id) ?? [], app),
  }));
  return listSection(t("Running courses"), rows, { count: running.length, more: "#/recall-due" });
}

function waitingSection(notes, names) {
  const waiting = notes.filter((note) => note.pending);
  return listSection(t("Waiting to be sent"), waiting.slice(0, 5).map((note) => noteRow(note, names.get(note.patient_id), t("changes on this tablet: {n}", { n: note.pending }))), { count: waiting.length });
}

function reviewLine(notes, { user }) {
  const n = notes.filter((note) => note.state === "signed" && note.author_id !== user.id).length;
  return n ? listSection(t("For you to review"), [listRow({ href: "#/review", title: t("Open the review deck"), detail: t("One note per screen, what needs a look first"), end: html`<b class="figure">${n}</b>` })], { count: n }) : nothing;
}
