import { today } from "../../lib/dates.js";
import { currentForms } from "../../store/forms.js";
import type { Summaries } from "../../store/summaries.js";
import { coursesOfAll } from "../course/course-labels.js";
import { isOpen, sessionDate } from "../note-record/visit-labels.js";

/** Whose records today's work needs: of each note that is open or of today, and of each visit that is due. */
export function peopleOfToday(notes: Summaries, patients: Summaries): { all: number; missing: number } {
  const day = today();
  const active = patients.all.filter(({ state }) => state === "active");
  const due = coursesOfAll(active, notes, currentForms()).filter(({ running, due: on }) => running && on && on <= day);
  const noted = notes.all.filter((note) => note.state !== "void" && (isOpen(note) || sessionDate(note) === day));
  const people = new Set([...due.map(({ patient }) => patient.id), ...noted.map(({ patient_id: id }) => id ?? "")]);
  people.delete("");
  return { all: people.size, missing: [...people].filter((id) => !patients.byId.has(id)).length };
}
