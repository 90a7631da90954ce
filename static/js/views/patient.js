import { coursesOf, visitsOf } from "../components/course-words.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { listRow } from "../components/list-row.js";
import { patientHeader } from "../components/patient-header.js";
import { outcomeCharts } from "../components/outcome-charts.js";
import { adverseEvents, courses, eventsOf } from "../components/patient-plan.js";
import { patientName } from "../components/patient-words.js";
import { stateTag } from "../components/record-card.js";
import { isOpen, newestFirst, noteHref, sessionDate, visit, visitLabel } from "../components/visit-words.js";
import { formatDate, today } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { uuid } from "../lib/ids.js";
import { t } from "../lib/i18n.js";
import { sections } from "../store/forms.js";
import { watch, watchAll } from "../store/records.js";
import { watchStatus } from "../store/status.js";
import { startNote } from "./choose-patient.js";
import { navigate } from "../router.js";
import { setFields } from "../store/edits.js";
import { liveView } from "./live-view.js";
import { mayTreat } from "./note-parts.js";
import { openEvent } from "./open-event.js";

const FILES = [["pdf", "PDF"], ["csv", "CSV"], ["json", "JSON"]];

export const title = () => t("Patient");

export function view(host, { id }, app) {
  const sources = {
    patient: (told) => watch("patient", id, told),
    notes: (told) => watchAll("note", { patientId: id }, told),
    conflicts: (told) => watchAll("conflict", { patientId: id, states: ["open"] }, told),
    status: watchStatus,
    parts: (told) => void Promise.resolve(sections("patient")).then(told),
  };
  return liveView(host, sources, (found) => (found.patient ? page(found, app) : gone()));
}

const gone = () => html`<div class="page">${emptyState(
  t("This patient is not on this tablet"),
  t("The record may not have arrived yet, or it was taken back. It comes by itself once the server has been reached."),
  html`<a class="button" href="#/patients">${t("To the patients")}</a>`,
)}</div>`;

function page({ patient, notes, conflicts, status, parts }, app) {
  const visits = notes.filter((note) => note.state !== "void").sort(newestFirst);
  const active = patient.state === "active";
  const may = active && (mayTreat(app) || app.user.role === "supervisor");
  const open = visits.find(isOpen);
  const events = adverseEvents(patient, parts, { report: may ? () => openEvent(patient) : null });
  const opened = eventsOf(patient.fields).some((each) => each.open);
  return html`
    <div class="page patient">
      ${patientHeader(patient, parts)}
      ${conflicts.length ? html`<a class="banner banner--link" data-severity="reason" href="#/conflicts/${conflicts[0].id}">${icon("reason")}<span class="grow">${t("Written twice for this patient: {n}", { n: conflicts.length })}</span>${icon("next")}</a>` : nothing}
      ${courses(patient, notes, { parts, forms: app.forms, begin: may ? () => beginCourse(patient, notes, app) : null })}
      ${opened ? events : nothing}
      <section class="group">
        <h2 class="group-title">${t("Visits")} <span class="count">${visits.length}</span></h2>
        ${visits.length ? html`<ul class="list">${visits.map(visitRow)}</ul>` : emptyState(t("No visit yet"), t("The first note begins with the check before treatment. Nothing is carried over, nothing is filled in for you."))}
      </section>
      ${opened ? nothing : events}
      ${outcomeCharts(visits, app.forms)}
      ${summary(patient, status)}
      <div class="bar">
        ${active ? html`<a class="button" href="#/patients/${patient.id}/edit">${icon("edit")}${t("Edit")}</a>` : nothing}
        ${active && mayTreat(app) ? primary(patient, open, app) : nothing}
      </div>
    </div>`;
}

const primary = (patient, open, app) =>
  open && sessionDate(open) === today()
    ? html`<a class="button button--primary" href=${noteHref(open)}>${t("Go on with the note of today")}</a>`
    : html`<button type="button" class="button button--primary" @click=${() => startNote(patient.id, app)}>${icon("plus")}${t("New note")}</button>`;

/** What was planned in the notes alone becomes the written plan, from its first visit on. */
async function beginCourse(patient, notes, { forms }) {
  const [implied] = coursesOf(patient, notes, forms).filter(({ unit, running }) => !unit && running);
  const first = implied && visitsOf(notes).filter(({ performed, sessions_planned: m }) => performed === "treated" && m).map((each) => each.session_date).sort()[0];
  const unit = `course:${uuid()}`;
  await setFields("patient", patient.id, unit, implied ? { started_on: first, sessions_planned: implied.m, ...(implied.weeks ? { interval_weeks: implied.weeks } : {}) } : { started_on: today() });
  navigate(`/patients/${patient.id}/part/${unit}`);
}

const visitRow = (note) => {
  const depths = Object.entries(note.fields).filter(([unit]) => unit.startsWith("zone:")).flatMap(([, zone]) => zone.depth_mm ?? []);
  const range = depths.length ? [Math.min(...depths), Math.max(...depths)] : [];
  return listRow({
    href: noteHref(note),
    title: html`<b class="row-date">${formatDate(sessionDate(note))}</b> ${visitLabel(note)}`,
    detail: [note.author_name, visit(note).deferral_reason, range.length && t("{depth} mm", { depth: [...new Set(range)].join("–") }), note.fields.prp?.used && note.fields.prp.volume_ml && t("PRP {n} mL", { n: note.fields.prp.volume_ml })].filter(Boolean).join(" · "),
    end: stateTag(note),
  });
};

/** Files come from the server, paper from this tablet. */
function summary(patient, status) {
  const online = status.connection === "online" && !patient.local?.created;
  return html`
    <section class="group">
      <h2 class="group-title">${t("Summary to hand over")}</h2>
      <div class="cluster">
        <a class="button" href="#/patients/${patient.id}/print">${icon("print")}${t("Print on this tablet")}</a>
        ${online ? FILES.map(([ending, name]) => html`<a class="button" href="/api/v1/patients/${patient.id}/summary.${ending}" download="${patientName(patient)}.${ending}">${name}</a>`) : nothing}
      </div>
      ${online ? nothing : html`<p class="hint">${t("PDF, CSV and JSON are made by the server and stand here when it can be reached.")}</p>`}
    </section>`;
}
