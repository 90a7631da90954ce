// What became known after a visit and would have asked for a reason there: it alerts a supervisor once, who may open an
// adverse event (domain-2.md 4.3).
import { type Learned, learnedLater } from "../../core/learned.js";
import { unitsOf } from "../../core/units.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { setFields } from "../../store/edits.js";
import type { Summaries } from "../../store/summaries.js";
import type { Content, Forms, LocalRecord } from "../../types.js";
import { banner, button, link } from "../../ui/layout/page.js";
import { contextOf } from "../note/rule-context.js";
import { noteHref, sessionDate } from "../note-record/visit-labels.js";
import { openEvent } from "../patient/open-event.js";
import { patientName } from "../patient/patient-labels.js";
import type { CallActions } from "./review-calls.js";
import type { ReviewRecords } from "./review-records.js";

const SEALED = ["signed", "approved"];

/** The allergies that became known after this visit, and that nobody has noted for it. */
const unnoted = (patient: Content, note: LocalRecord): string[] =>
  unitsOf(patient, "allergy").filter((key) => {
    const { status, known_since: since, noted_for: noted = [] } = patient[key];
    const on = sessionDate(note);
    return status !== "inactive" && since && since > on && !noted.includes(on);
  });

/** The signed visits after which an allergy of their patient became known. */
export const visitsBefore = (notes: Summaries, patients: Summaries): LocalRecord[] =>
  patients.all
    .filter(({ fields }) => unitsOf(fields, "allergy").length)
    .flatMap(({ id, fields }) =>
      (notes.ofPatient.get(id) ?? []).filter((note) => SEALED.includes(note.state) && unnoted(fields, note).length),
    );

/** A visit with what would have asked for a reason there. */
export interface Alert {
  note: LocalRecord;
  patient: LocalRecord;
  learned: Learned[];
}

/** Those of the visits whose records have been read. */
export const alertsOf = (visits: LocalRecord[], notes: LocalRecord[], records: ReviewRecords, forms: Forms): Alert[] =>
  visits.flatMap(({ id, patient_id: about }) => {
    const [patient, note] = [records.patient(about ?? ""), notes.find((each) => each.id === id)];
    if (!patient || !note || !records.has(note) || !unnoted(patient.fields, note).length) return [];
    const context = contextOf(note.fields, { patient, notes, note, forms });
    const learned = learnedLater(note.fields, context, note.findings ?? [], forms.rules);
    return learned.length ? [{ note, patient, learned }] : [];
  });

export const alertCards = (alerts: Alert[], { attempt, busy }: CallActions): Template =>
  html`${alerts.map(({ note, patient, learned }) =>
    banner(
      "reason",
      html`<div class="stack stack--tight">
        <strong>${t("Became known after the visit of {date}: {name}", { date: formatDate(sessionDate(note)), name: patientName(patient) })}</strong>
        ${learned.map(({ finding, on }) => html`<p>${finding.message} ${t("Learned on {date}.", { date: formatDate(on) })}</p>`)}
        <div class="cluster">
          ${link(t("Read the note"), noteHref(note))}
          ${button(t("Adverse event"), () => openEvent(patient, note), busy, "plus")}
          ${button(t("Noted"), () => attempt(() => noteAll(patient, note)), busy, "check")}
        </div></div>`,
      nothing,
      "status",
    ),
  )}`;

async function noteAll(patient: LocalRecord, note: LocalRecord) {
  for (const key of unnoted(patient.fields, note)) {
    const noted = [...(patient.fields[key].noted_for ?? []), sessionDate(note)];
    await setFields("patient", patient.id, key, { noted_for: noted });
  }
}
