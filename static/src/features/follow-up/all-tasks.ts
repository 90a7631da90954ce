// The open tasks of all patients, the earliest end first. They are kept: after a change only those of the patients whom
// it concerns are computed anew, and all after a while, because windows open and end.

import { inTime } from "../../lib/dates.js";
import { ofChanged } from "../../lib/of-changed.js";
import { recent, type Source } from "../../live-query.js";
import type { Summaries } from "../../store/summaries.js";
import type { Forms } from "../../types.js";
import { daysWithTasks, type OpenTask, openTasksOf } from "./follow-up-labels.js";

const WHILE = 60_000;

const byEnd = (a: OpenTask, b: OpenTask) => inTime(a.until, b.until) || inTime(a.note.id, b.note.id);

/** By the visits and follow-ups of these days, told with them. */
export interface TasksNow {
  tasks: OpenTask[];
  notes: Summaries;
  calls: Summaries;
}

export const allOpenTasks =
  (forms: Forms | null): Source<TasksNow> =>
  (listener) => {
    const read: { notes?: Summaries; calls?: Summaries } = {};
    let tasks: OpenTask[] = [];
    let computed = 0;
    const of = (patient: string) =>
      openTasksOf(read.notes?.ofPatient.get(patient) ?? [], read.calls?.ofPatient.get(patient), forms);
    const work = ofChanged(
      () => read.notes?.ofPatient.keys() ?? [],
      of,
      (found, ids) => {
        const { notes, calls } = read;
        if (!notes || !calls) return;
        if (!ids) computed = Date.now();
        const others = ids ? tasks.filter(({ note }) => !ids.has(note.patient_id ?? "")) : [];
        tasks = [...others, ...found].sort(byEnd);
        listener({ tasks, notes, calls });
      },
    );
    const follow = (name: keyof typeof read) => (news: Summaries) => {
      read[name] = news;
      if (read.notes && read.calls) work.changed(Date.now() - computed > WHILE ? null : news.changed);
    };
    const days = daysWithTasks(forms);
    const stops = [recent("note", days)(follow("notes")), recent("follow_up", days)(follow("calls"))];
    return () => {
      work.end();
      for (const stop of stops) stop?.();
    };
  };
