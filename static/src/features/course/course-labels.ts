// Labels and lists of a patient's courses.
import { givenVisits, type Note, type Standing, standings } from "../../core/courses.js";
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Summaries } from "../../store/summaries.js";
import type { Forms, LocalRecord } from "../../types.js";
import { dueLabel, visit } from "../note-record/visit-labels.js";

export interface PatientCourse extends Standing {
  patient: LocalRecord;
}

export const statesOf = (notes: LocalRecord[]): Note[] =>
  notes.map((note) => ({ state: note.state, visit: visit(note) }));

/** The visits of these notes that count: signed, with treatment. */
export const visitsOf = (notes: LocalRecord[]) => givenVisits(statesOf(notes));

interface Known {
  notes: LocalRecord[];
  day: string;
  forms: Forms;
  courses: Standing[];
}

/** The courses of a patient, as long as the patient, the list of their notes and the day are the same. */
const known: WeakMap<LocalRecord, Known> = new WeakMap();

/** Running courses first; `forms` may be missing. */
export function coursesOf(
  patient: LocalRecord | null | undefined,
  notes: LocalRecord[],
  forms: Forms | null,
  day = today(),
): Standing[] {
  if (!forms || !patient) return forms ? standings({}, statesOf(notes), day, forms.limits) : [];
  const before = known.get(patient);
  if (before?.notes === notes && before.day === day && before.forms === forms) return before.courses;
  const courses = standings(patient.fields, statesOf(notes), day, forms.limits);
  known.set(patient, { notes, day, forms, courses });
  return courses;
}

const NONE: LocalRecord[] = [];

/** The notes of a patient, the same list as long as none has changed. */
export const notesOf = (notes: Pick<Summaries, "ofPatient">, patientId: string): LocalRecord[] =>
  notes.ofPatient.get(patientId) ?? NONE;

export const courseDetail = (course: Standing): Template =>
  html`<span data-tone=${course.state === "late" ? "reason" : nothing}>${courseLabel(course)}</span>`;

export function courseLabel({ n, m, due, state }: Standing): string {
  if (state === "closed") return t("ended");
  if (due) return m && n >= m ? t("final review: {due}", { due: dueLabel(due, today()) }) : dueLabel(due, today());
  return m && n >= m ? t("all visits done") : t("no interval planned");
}
