import { today } from "../../lib/dates.js";
import { recent, withPatients } from "../../live-query.js";
import { currentForms } from "../../store/forms.js";
import type { ById, Summaries } from "../../store/summaries.js";
import type { LocalRecord } from "../../types.js";
import { allCourses } from "../course/all-courses.js";
import type { PatientCourse } from "../course/course-labels.js";
import { daysWithTasks } from "../follow-up/follow-up-labels.js";
import { isOpen, sessionDate } from "../note-record/visit-labels.js";

const isNeeded = (note: LocalRecord): boolean =>
  note.state !== "void" && (isOpen(note) || sessionDate(note) === today());

const namedIn = ({ all }: Summaries): string[] => all.filter(isNeeded).flatMap(({ patient_id: id }) => id ?? []);

/** The visits that are due, and the notes of these days with their patients. */
export const workOfToday = () => ({
  due: allCourses(currentForms(), ({ running, due }) => running && due && due <= today()),
  noted: withPatients(recent("note", daysWithTasks(currentForms())), namedIn),
});

/** Whose records today's work needs: of each note that is open or of today, and of each visit that is due. */
export function peopleOfToday(due: PatientCourse[], noted: { found: Summaries; patients: ById }) {
  const here = new Set(due.map(({ patient }) => patient.id));
  const others = namedIn(noted.found).filter((id) => !here.has(id));
  const missing = new Set(others.filter((id) => !noted.patients.has(id)));
  return { all: new Set([...here, ...others]).size, missing: missing.size };
}
