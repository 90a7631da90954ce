import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Finding, LocalRecord } from "../../types.js";
import { severityClass, severityWord } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import { listRow } from "../../ui/layout/list-row.js";
import { dotted, group } from "../../ui/layout/page.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { mayJoin, type Patients, type QueueEntry } from "./review-queue.js";

export function nameOf(note: LocalRecord, patients: Patients): string {
  const patient = patients.get(note.patient_id ?? "");
  return patient ? patientName(patient) : t("Patient not on this tablet");
}

const rowOf = (note: LocalRecord, patients: Patients) => ({
  title: nameOf(note, patients),
  detail: dotted(visitLabel(note), formatDate(sessionDate(note)), note.author_name),
});
const mark = ({ rule, severity }: Finding): Template =>
  html`<span class="mark" data-severity=${severityClass(severity)} title=${severityWord(severity)}>${icon(severityClass(severity))}${rule}</span>`;

/** Those that are to be looked at. */
const findingMarks = (findings: Finding[]): Template[] =>
  findings.filter(({ severity }) => severity !== "info").map(mark);

/** How long it has waited, where that is too long, and what is to be looked at. */
export const queueMarks = ({ findings, late }: QueueEntry): Template =>
  html`${late ? lateMark(late) : nothing}${findingMarks(findings)}`;

const lateMark = (days: number): Template =>
  html`<span class="mark" data-severity="reason">${icon("reason")}${t("waits for {n} days", { n: days })}</span>`;

/** The queue as a list (or as the table of a wide screen), and the reviewer's own notes, which someone else must review. */
export const reviewList = (
  queue: QueueEntry[],
  own: LocalRecord[],
  patients: Patients,
  open: (noteId: string) => void,
  table: Template | null = null,
  others = 0,
): Template => html`
  <p class="row-links">${togetherLink(queue)}<a href="#/review-coverage">${t("What the review has covered")}</a></p>
  ${others ? html`<p class="hint">${t("Waiting for other reviewers, by name: {n}. They wait for you too once they are late.", { n: others })}</p>` : nothing}
  ${
    queue.length
      ? (table ??
        html`<ul class="list">${queue.map((entry) => listRow({ ...rowOf(entry.note, patients), press: () => open(entry.note.id), end: queueMarks(entry) }))}</ul>`)
      : html`<p class="quiet">${t("No notes of your colleagues to review.")}</p>`
  }
  ${
    own.length
      ? group(
          t("Your own notes"),
          html`<p class="hint">${t("Someone else must review these.")}</p>
        <ul class="list">${own.map((note) => listRow({ ...rowOf(note, patients), href: `#/notes/${note.id}` }))}</ul>`,
          own.length,
        )
      : nothing
  }`;

const togetherLink = (queue: QueueEntry[]): Template => {
  const n = queue.filter(mayJoin).length;
  return n > 1
    ? html`<a href="#/review-together">${t("Read the notes without findings together: {n}", { n })}</a>`
    : nothing;
};
