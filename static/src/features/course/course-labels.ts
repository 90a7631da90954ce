// @ts-nocheck
// The courses of a patient as screens tell them.
import { givenVisits, standings } from "../../core/courses.js";
import { today } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { grouped } from "../follow-up/follow-up-labels.js";
import { dueWords, visit } from "../note-record/visit-labels.js";

export const statesOf = (notes) => notes.map((note) => ({ state: note.state, visit: visit(note) }));

/** The visits of these notes that were given: only signed ones, and only with treatment. */
export const visitsOf = (notes) => givenVisits(statesOf(notes));

/** Those that run first; `forms` may not have arrived. */
export const coursesOf = (patient, notes, forms) =>
  standings(patient?.fields ?? {}, statesOf(notes), today(), forms?.limits ?? {});

/** The courses of all these patients, each with its patient. */
export function coursesOfAll(patients, notes, forms) {
  const theirs = grouped(notes);
  return patients.flatMap((patient) =>
    coursesOf(patient, theirs.get(patient.id) ?? [], forms).map((course) => ({ patient, ...course })),
  );
}

export const courseDetail = (course) =>
  html`<span data-tone=${course.state === "late" ? "reason" : nothing}>${courseWords(course)}</span>`;

export function courseWords({ n, m, due, state }) {
  if (state === "closed") return t("ended");
  if (due) return m && n >= m ? t("final review: {due}", { due: dueWords(due, today()) }) : dueWords(due, today());
  return m && n >= m ? t("all visits done") : t("no interval planned");
}
