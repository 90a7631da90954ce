import { severityClass, severityWord } from "../components/finding.js";
import { icon } from "../components/frame-icons.js";
import { listRow } from "../components/list-row.js";
import { patientName } from "../components/patient-words.js";
import { sessionDate, visitLabel } from "../components/visit-words.js";
import { formatDate } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

const words = (note) => [visitLabel(note), formatDate(sessionDate(note)), note.author_name].filter(Boolean).join(" · ");
const nameOf = (note, patients) => (patients.has(note.patient_id) ? patientName(patients.get(note.patient_id)) : t("Patient not on this tablet"));

const entryRow = ({ note, findings }, patients, open) => html`
  <li><button type="button" class="row" @click=${() => open(note.id)}>
    <span class="row-main"><span class="row-title">${nameOf(note, patients)}</span><span class="row-detail">${words(note)}</span></span>
    <span class="row-end">${findings.filter(({ severity }) => severity !== "info").map(({ rule, severity }) => html`<span class="mark" data-severity=${severityClass(severity)} title=${severityWord(severity)}>${icon(severityClass(severity))}${rule}</span>`)}</span>
    ${icon("next")}</button></li>`;

/** The queue as a list, and the reviewer's own notes, which someone else must review. */
export const reviewList = (queue, own, patients, open) => html`
  ${queue.length ? html`<ul class="list">${queue.map((entry) => entryRow(entry, patients, open))}</ul>` : html`<p class="quiet">${t("Nothing of your colleagues waits.")}</p>`}
  ${own.length
    ? html`<section class="group"><h2 class="group-title">${t("Your own notes")} <span class="count">${own.length}</span></h2>
        <p class="hint">${t("Someone else must review these.")}</p>
        <ul class="list">${own.map((note) => listRow({ href: `#/notes/${note.id}`, title: nameOf(note, patients), detail: words(note) }))}</ul></section>`
    : nothing}`;
