// Follow-up tasks for screens: who is to be asked now, and what.
import { givenVisits } from "../../core/courses.js";
import { followUps } from "../../core/follow-up.js";
import { formatDateTime, inTime } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord } from "../../types.js";
import { listRow } from "../../ui/layout/list-row.js";
import { sessionDate, visit } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** One observation to be made, with its window. */
export type Task = ReturnType<typeof followUps>[number];

/** A task that is due or late, with the note of its treatment. */
export interface OpenTask extends Task {
  note: LocalRecord;
}

const OPEN = ["overdue", "due"];

/** The tasks of one note. `notes` are those of the patient. */
export function tasksOf(note: LocalRecord, notes: LocalRecord[], forms: Forms | null, now = Date.now()): Task[] {
  const next = treatedAfter(note, givenDays(notes)) ?? null;
  return note.state === "void" ? [] : followUps(note.fields, now, forms?.limits?.follow_up ?? [], next);
}

const treatedAfter = (note: LocalRecord, given: string[]) => given.find((on) => on > sessionDate(note));

/** The days of all treatments, the first one first. */
const givenDays = (notes: LocalRecord[]): string[] =>
  givenVisits(notes.map((each) => ({ state: each.state, visit: visit(each) }))).map((each) => each.session_date);

/** Due and late tasks of all notes, the earliest end first. The next treatment ends those of the one before. */
export function openTasks(notes: LocalRecord[], forms: Forms | null): OpenTask[] {
  const now = Date.now();
  const ofPatient = (theirs: LocalRecord[]) => {
    const given = givenDays(theirs);
    const last = theirs.filter((note) => !treatedAfter(note, given));
    return last.flatMap((note) => tasksOf(note, [], forms, now).map((task) => ({ note, ...task })));
  };
  return [...grouped(notes).values()]
    .flatMap(ofPatient)
    .filter(({ state }) => OPEN.includes(state))
    .sort((a, b) => inTime(a.until, b.until));
}

/** Notes by the id of their patient. */
export function grouped(notes: LocalRecord[]): Map<string | null, LocalRecord[]> {
  const groups = new Map<string | null, LocalRecord[]>();
  for (const note of notes) {
    const group = groups.get(note.patient_id);
    if (group) group.push(note);
    else groups.set(note.patient_id, [note]);
  }
  return groups;
}

export function taskLabel({ state, from, due }: Task): string {
  const words: Record<string, string> = {
    coming: t("from {time}", { time: formatDateTime(from) }),
    due: t("until {time}", { time: formatDateTime(due) }),
    overdue: t("since {time}", { time: formatDateTime(due) }),
    done: t("done"),
    missed: t("missed"),
  };
  return words[state];
}

/** The last unsuccessful attempt to reach the patient. */
export const triedLabel = ({ note, key }: OpenTask): string | undefined => note.fields[`obs:${key}`]?.note;

export const taskRow = (task: OpenTask, patient: LocalRecord | undefined): Template =>
  listRow({
    href: `#/follow-up/${task.note.id}/${task.key}`,
    title: html`<b class="row-date">${task.key}</b> ${patientName(patient)}`,
    detail: html`<span data-tone=${task.state === "overdue" ? "reason" : "plain"}>${task.state === "overdue" ? t("late") : t("due")} ${taskLabel(task)}</span> · ${task.note.author_name}${triedLabel(task) ? html`<br />${triedLabel(task)}` : ""}`,
  });
