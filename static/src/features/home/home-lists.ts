import { inTime, today } from "../../lib/dates.js";
import { inSlices, pause } from "../../lib/slices.js";
import { recent, type Source, summaries } from "../../live-query.js";
import { type Summaries, summariesOf } from "../../store/summaries.js";
import type { AppContext } from "../../types.js";
import { coursesOf, notesOf, type PatientCourse } from "../course/course-labels.js";
import { daysWithTasks, type OpenTask, openTasks, openTasksOf } from "../follow-up/follow-up-labels.js";
import { isOpen, sessionDate } from "../note-record/visit-labels.js";

export const SHOWN = 5;

export interface HomeLists {
  /** The notes that are open, that wait, or that may have open tasks. */
  notes: Summaries;
  /** Their patients. */
  patients: Pick<Summaries, "byId">;
  /** The follow-ups of those. */
  calls: Summaries;
  /** The reader's own patients first, then those of others, because anybody may answer the telephone. */
  tasks: OpenTask[];
  /** The running ones, the next due first; undefined while they are computed for the first time. */
  courses?: PatientCourse[];
}

/** The patients whose name is shown first, before all are read. */
async function firstNames(notes: Summaries, calls: Summaries, tasks: OpenTask[]) {
  const day = today();
  const shown = [
    ...notes.all.filter((note) => isOpen(note) || note.pending || sessionDate(note) === day),
    ...calls.all.filter(({ state }) => state === "signed"),
    ...tasks.slice(0, SHOWN).map(({ note }) => note),
  ];
  return { byId: await summariesOf("patient", [...new Set(shown.map(({ patient_id: id }) => id ?? ""))]) };
}

/** Work that its next call ends. */
function latest(work: (over: () => boolean) => Promise<void>) {
  let turn = 0;
  return {
    begin() {
      turn += 1;
      const mine = turn;
      work(() => mine !== turn);
    },
    end() {
      turn += 1;
    },
  };
}

/**
 * What home shows. The work of these days is read first and drawn; only the courses need all notes of the clinic, and
 * come after it. What is computed is kept for each patient, so after a change only one is computed anew.
 */
export const homeLists =
  ({ user, forms }: AppContext): Source<HomeLists> =>
  (listener) => {
    let isBegun = false;
    const found: { notes?: Summaries; calls?: Summaries; patients?: Summaries; history?: Summaries } = {};
    const stops: ReturnType<Source>[] = [];
    let lists: HomeLists | null = null;
    const watch = (name: keyof typeof found, source: Source<Summaries>, ...needed: ReturnType<typeof latest>[]) =>
      stops.push(
        source((news) => {
          found[name] = news;
          for (const work of needed) work.begin();
        }),
      );
    const work = latest(async (over) => {
      const { notes, calls } = found;
      if (!notes || !calls) return;
      const tasksOf = ([patient, theirs]: [string, Summaries["all"]]) =>
        openTasksOf(theirs, calls.ofPatient.get(patient), forms);
      await inSlices(notes.ofPatient, tasksOf, over);
      if (over()) return;
      const isMine = ({ note }: OpenTask) => Number(note.author_id === user.id);
      const all = openTasks(notes, calls, forms).sort((a, b) => isMine(b) - isMine(a));
      const patients = found.patients ?? (await firstNames(notes, calls, all));
      if (over()) return;
      const tasks = all.filter(({ note }) => !found.patients || found.patients.byId.has(note.patient_id ?? ""));
      lists = { ...lists, notes, calls, patients, tasks };
      listener(lists);
      await pause();
      if (over() || isBegun) return;
      isBegun = true;
      watch("patients", summaries("patient"), work, courses);
      watch("history", summaries("note"), courses);
    });
    const courses = latest(async (over) => {
      const { patients, history } = found;
      if (!patients || !history) return;
      const running: PatientCourse[] = [];
      const day = today();
      const add = (patient: Summaries["all"][number]) => {
        if (patient.state !== "active") return;
        for (const course of coursesOf(patient, notesOf(history, patient.id), forms, day))
          if (course.running) running.push({ patient, ...course });
      };
      await inSlices(patients.all, add, over);
      if (over() || !lists) return;
      lists = { ...lists, courses: running.sort((a, b) => inTime(a.due ?? "9999", b.due ?? "9999")) };
      listener(lists);
    });
    const days = daysWithTasks(forms);
    watch("notes", recent("note", days), work);
    watch("calls", recent("follow_up", days), work);
    return () => {
      work.end();
      courses.end();
      for (const stop of stops) stop?.();
    };
  };
