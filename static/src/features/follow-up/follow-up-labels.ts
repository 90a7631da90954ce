// Follow-up tasks for screens: who is to be asked now, and what.
import { givenVisits } from "../../core/courses.js";
import { followUps, isReached } from "../../core/follow-up.js";
import { instant } from "../../core/times.js";
import { treatmentEnd } from "../../core/treatment-end.js";
import { formatDateTime, inTime } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Forms, LocalRecord, Unit } from "../../types.js";
import { listRow } from "../../ui/layout/list-row.js";
import { sessionDate, visit } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** One observation to be made, with its window. */
export type Task = ReturnType<typeof followUps>[number];

/** A task that is due or late, with the note of its treatment. */
export interface OpenTask extends Task {
  note: LocalRecord;
  /** The follow-ups of its patient. */
  calls: LocalRecord[];
}

const HOUR = 3_600_000;
const DAY_H = 24;
/** Time zones, and a needling that ended on the day after the visit. */
const MARGIN_DAYS = 3;
const NONE: LocalRecord[] = [];
const WRITTEN = ["signed", "acknowledged"];
const OPEN = ["overdue", "due"];

/** The tasks of one note. `notes` and `calls` are the visits and the follow-ups of the patient. */
export function tasksOf(
  note: LocalRecord,
  notes: LocalRecord[],
  forms: Forms | null,
  now = Date.now(),
  calls: LocalRecord[] = [],
): Task[] {
  const next = treatedAfter(note, givenDays(notes)) ?? null;
  return note.state === "void"
    ? []
    : followUps(note.fields, now, windowsIn(forms), next, madeOf(note, calls), endOf(note));
}

/** The time points of signed follow-ups of this visit in which the patient was reached. */
export const madeOf = (note: Pick<LocalRecord, "id">, calls: LocalRecord[]): string[] =>
  callsOf(note, calls)
    .filter(({ fields }) => isReached(fields))
    .map(({ fields }) => fields.about.point);

/** The signed follow-ups of this visit. */
export const callsOf = (note: Pick<LocalRecord, "id">, calls: LocalRecord[]): LocalRecord[] =>
  calls.filter(({ state, fields }) => WRITTEN.includes(state) && fields.about?.note_id === note.id);

/** Newest first, by when the patient was seen or called. */
export const byTime = (a: LocalRecord, b: LocalRecord) => inTime(b.fields.about.at, a.fields.about.at);

const treatedAfter = (note: LocalRecord, given: string[]) => given.find((on) => on > sessionDate(note));

/** The days of all treatments, the first one first. */
const givenDays = (notes: LocalRecord[]): string[] =>
  givenVisits(notes.map((each) => ({ state: each.state, visit: visit(each) }))).map((each) => each.session_date);

interface Ended {
  note: LocalRecord;
  at: number;
  /** Its tasks, what they follow from, and the time at which the next window opens or ends. */
  known?: { tasks: OpenTask[]; forms: Forms | null; calls: LocalRecord[]; until: number };
}

/** The last treatments of a patient and when they ended, as long as the list of their notes is the same. */
const ended: WeakMap<LocalRecord[], Ended[]> = new WeakMap();

const ends: WeakMap<LocalRecord, number | null> = new WeakMap();

/** When the treatment of this note ended; worked out once for each version of it. */
function endOf(note: LocalRecord): number | null {
  const known = ends.get(note);
  if (known !== undefined) return known;
  const at = instant(treatmentEnd(note.fields));
  ends.set(note, at);
  return at;
}

/** The next treatment ends the tasks of the one before. */
function lastEnded(notes: LocalRecord[]): Ended[] {
  const known = ended.get(notes);
  if (known) return known;
  const given = givenDays(notes);
  const found = notes.flatMap((note) => {
    const at = endOf(note);
    return at == null || treatedAfter(note, given) ? [] : [{ note, at }];
  });
  ended.set(notes, found);
  return found;
}

const windowsIn = (forms: Forms | null): Unit[] => forms?.limits?.follow_up ?? [];

/** When the last window after a treatment ends, in hours. */
const longestWindow = (forms: Forms | null): number => Math.max(0, ...windowsIn(forms).map(({ until_h }) => until_h));

/** Visits of so many days can have open tasks. */
export const daysWithTasks = (forms: Forms | null): number => Math.ceil(longestWindow(forms) / DAY_H) + MARGIN_DAYS;

/**
 * Due and late tasks of the notes of one patient and of their follow-ups; kept as long as the lists are the same, until the next
 * window opens or ends.
 */
export function openTasksOf(
  notes: LocalRecord[],
  calls: LocalRecord[] = NONE,
  forms: Forms | null = null,
  now = Date.now(),
): OpenTask[] {
  const longest = longestWindow(forms);
  if (!notes.some((note) => (endOf(note) ?? 0) + longest * HOUR > now)) return [];
  return lastEnded(notes)
    .filter(({ at }) => at + longest * HOUR > now)
    .flatMap((each) => openNow(each, calls, forms, now));
}

function openNow(each: Ended, calls: LocalRecord[], forms: Forms | null, now: number): OpenTask[] {
  const { note, known } = each;
  if (known && known.forms === forms && known.calls === calls && now < known.until) return known.tasks;
  const hours = windowsIn(forms).flatMap(({ from_h, due_h, until_h }) => [from_h, due_h, until_h]);
  const times = hours.map((after: number) => each.at + after * HOUR);
  const tasks = tasksOf(note, [], forms, now, calls)
    .filter(({ state }) => OPEN.includes(state))
    .map((task) => ({ note, calls, ...task }));
  each.known = { tasks, forms, calls, until: Math.min(...times.filter((at) => at > now)) };
  return tasks;
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
export function triedLabel({ note, calls, key }: OpenTask): string | undefined {
  const [last] = callsOf(note, calls)
    .filter(({ fields }) => fields.about.point === key)
    .sort(byTime);
  if (!last) return note.fields[`obs:${key}`]?.note;
  return t("{what} {time}, {name}", {
    what: reachedLabel(last.fields.about.reached),
    time: formatDateTime(last.fields.about.at),
    name: last.author_name,
  });
}

export function callStateLabel(state: string): string {
  const words: Record<string, string> = {
    draft: t("Draft"),
    signed: t("Signed"),
    acknowledged: t("Noted by a supervisor"),
    void: t("Void"),
  };
  return words[state] ?? state;
}

/** A time point as people say it; another one by its own name. */
export function pointLabel(point: string): string {
  const words: Record<string, string> = {
    T0: t("Right after"),
    T30: t("15 to 30 minutes"),
    T24: t("Day 1"),
    T72: t("Day 3"),
    T7d: t("Day 7"),
    T28d: t("Day 28"),
    other: t("Other time"),
  };
  return words[point] ?? point;
}

export function reachedLabel(reached: string): string {
  const words: Record<string, string> = {
    yes: t("Reached"),
    no_answer: t("No answer"),
    message_left: t("Message left"),
    number_wrong: t("Wrong number"),
  };
  return words[reached] ?? reached;
}

export const taskRow = (task: OpenTask, patient: LocalRecord | undefined): Template =>
  listRow({
    href: `#/follow-up/${task.note.id}/${task.key}`,
    title: html`<b class="row-date">${pointLabel(task.key)}</b> ${patientName(patient)}`,
    detail: html`<span data-tone=${task.state === "overdue" ? "reason" : "plain"}>${task.state === "overdue" ? t("late") : t("due")} ${taskLabel(task)}</span> · ${task.note.author_name}${triedLabel(task) ? html`<br />${triedLabel(task)}` : ""}`,
  });
