// Labels and lists of a patient's courses.
import { givenVisits, type Note, type Standing, standings } from "../../core/courses.js";
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { grouped } from "../follow-up/follow-up-labels.js";
import { dueLabel, visit } from "../note-record/visit-labels.js";

export interface PatientCourse extends Standing {
  patient: LocalRecord;
}

export const statesOf = (notes: LocalRecord[]): Note[] =>
  notes.map((note) => ({ state: note.state, visit: visit(note) }));

/** The visits of these notes that count: signed, with treatment. */
export const visitsOf = (notes: LocalRecord[]) => givenVisits(statesOf(notes));

/** Running courses first; `forms` may be missing. */
export const coursesOf = (
  patient: LocalRecord | null | undefined,
  notes: LocalRecord[],
  forms: Forms | null,
): Standing[] => (forms ? standings(patient?.fields ?? {}, statesOf(notes), today(), forms.limits) : []);

/** The courses of all these patients, each with its patient. */
export function coursesOfAll(patients: LocalRecord[], notes: LocalRecord[], forms: Forms | null): PatientCourse[] {
  const theirs = grouped(notes);
  return patients.flatMap((patient) =>
    coursesOf(patient, theirs.get(patient.id) ?? [], forms).map((course) => ({ patient, ...course })),
  );
}

export const courseDetail = (course: Standing): Template =>
  html`<span data-tone=${course.state === "late" ? "reason" : nothing}>${courseLabel(course)}</span>`;

export function courseLabel({ n, m, due, state }: Standing): string {
  if (state === "closed") return t("ended");
  if (due) return m && n >= m ? t("final review: {due}", { due: dueLabel(due, today()) }) : dueLabel(due, today());
  return m && n >= m ? t("all visits done") : t("no interval planned");
}
