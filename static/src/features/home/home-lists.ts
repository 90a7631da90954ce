import { inTime } from "../../lib/dates.js";
import { inSlices, pause } from "../../lib/slices.js";
import { type Source, summaries } from "../../live-query.js";
import type { Summaries } from "../../store/summaries.js";
import type { AppContext } from "../../types.js";
import { coursesOf, coursesOfAll, notesOf, type PatientCourse } from "../course/course-labels.js";
import { type OpenTask, openTasks, openTasksOf } from "../follow-up/follow-up-labels.js";

export interface HomeLists {
  notes: Summaries;
  patients: Summaries;
  /** The follow-ups. */
  calls: Summaries;
  tasks: OpenTask[];
  /** The running ones, the next due first; null while they are computed for the first time. */
  courses: PatientCourse[] | null;
}

/**
 * The notes, patients and follow-ups, with what is computed from all of them. That is kept for each patient, so after a
 * change only one is computed anew; the first time it is done in slices, and the courses come after the rest.
 */
export const homeLists =
  ({ forms }: AppContext): Source<HomeLists> =>
  (listener) => {
    const found: { note?: Summaries; patient?: Summaries; follow_up?: Summaries } = {};
    let turn = 0;
    let complete = false;
    const compute = async () => {
      const { note: notes, patient: patients, follow_up: calls } = found;
      if (!notes || !patients || !calls) return;
      turn += 1;
      const mine = turn;
      const over = () => mine !== turn;
      const active = patients.all.filter(({ state }) => state === "active");
      await inSlices(
        notes.ofPatient,
        ([patient, theirs]) => openTasksOf(theirs, calls.ofPatient.get(patient), forms),
        over,
      );
      if (over()) return;
      const tasks = openTasks(notes, calls, forms);
      if (!complete) {
        listener({ notes, patients, calls, tasks, courses: null });
        await pause();
      }
      await inSlices(active, (patient) => coursesOf(patient, notesOf(notes, patient.id), forms), over);
      if (over()) return;
      complete = true;
      const courses = coursesOfAll(active, notes, forms)
        .filter(({ running }) => running)
        .sort((a, b) => inTime(a.due ?? "9999", b.due ?? "9999"));
      listener({ notes, patients, calls, tasks, courses });
    };
    const stops = (["note", "patient", "follow_up"] as const).map((type) =>
      summaries(type)((news) => {
        found[type] = news;
        compute();
      }),
    );
    return () => {
      turn += 1;
      for (const stop of stops) stop?.();
    };
  };
