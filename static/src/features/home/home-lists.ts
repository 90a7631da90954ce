import { today } from "../../lib/dates.js";
import { latest, pause, sameItems } from "../../lib/slices.js";
import { type Source, summaries } from "../../live-query.js";
import { type Summaries, summariesOf } from "../../store/summaries.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { allCourses } from "../course/all-courses.js";
import type { PatientCourse } from "../course/course-labels.js";
import { allOpenTasks, type TasksNow } from "../follow-up/all-tasks.js";
import type { OpenTask } from "../follow-up/follow-up-labels.js";
import { isOpen, sessionDate } from "../note-record/visit-labels.js";

export const SHOWN = 5;
const COURSES_SHOWN = 12;

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
  courses?: { shown: PatientCourse[]; count: number };
}

/** The records that home draws or counts, of those that may have changed. */
function drawnOf({ notes, calls, tasks }: TasksNow): LocalRecord[] {
  const day = today();
  const isDrawn = (note: LocalRecord) =>
    isOpen(note) || note.pending || note.state === "signed" || sessionDate(note) === day;
  return [
    ...notes.all.filter(isDrawn),
    ...calls.all.filter(({ state }) => state === "signed"),
    ...tasks.slice(0, SHOWN).map(({ note }) => note),
  ];
}

const patientsOf = (records: LocalRecord[]) => new Set(records.map(({ patient_id: id }) => id ?? ""));

/**
 * What home shows. The work of these days is read first and drawn; only the courses need all notes of the clinic, and
 * come after it. A change of what is not drawn draws nothing.
 */
export const homeLists =
  ({ user, forms }: AppContext): Source<HomeLists> =>
  (listener) => {
    const stops: ReturnType<Source>[] = [];
    let now: TasksNow | undefined;
    let patients: Summaries | undefined;
    let lists: HomeLists | undefined;
    let drawn: unknown[] = [];
    let people: Set<string> = new Set();
    let isBegun = false;
    const work = latest(async (over) => {
      if (!now) return;
      const isMine = ({ note }: OpenTask) => Number(note.author_id === user.id);
      const isHere = ({ note }: OpenTask) => !patients || patients.byId.has(note.patient_id ?? "");
      const tasks = now.tasks.filter(isHere).sort((a, b) => isMine(b) - isMine(a));
      const { notes, calls } = now;
      const records = drawnOf({ notes, calls, tasks });
      people = patientsOf(records);
      const named = patients ?? { byId: await summariesOf("patient", people) };
      if (over()) return;
      const news = [today(), named.byId, tasks.length, ...tasks.slice(0, SHOWN), ...records];
      if (!lists || !sameItems<unknown>(drawn, news)) {
        drawn = news;
        lists = { ...lists, notes, calls, patients: named, tasks };
        listener(lists);
      }
      await pause();
      if (over() || isBegun) return;
      isBegun = true;
      stops.push(summaries("patient")(name), allCourses(forms, ({ running }) => running)(follow));
    });
    const name = (news: Summaries) => {
      patients = news;
      const isAbout = (ids: Set<string>) => !news.changed || [...news.changed].some((id) => ids.has(id));
      if (isAbout(people)) drawn = [];
      else if (!now || !isAbout(patientsOf(now.tasks.map(({ note }) => note)))) return; // one whose task was not shown
      work.begin();
    };
    const follow = (running: PatientCourse[]) => {
      const shown = running.slice(0, COURSES_SHOWN);
      const known = lists?.courses;
      if (!lists || (known?.count === running.length && sameItems(known.shown, shown))) return;
      lists = { ...lists, courses: { shown, count: running.length } };
      listener(lists);
    };
    stops.push(
      allOpenTasks(forms)((news) => {
        now = news;
        work.begin();
      }),
    );
    return () => {
      work.end();
      for (const stop of stops) stop?.();
    };
  };
