// @ts-nocheck
// Follow-up tasks as screens tell them: what is to be asked of whom now.
import { givenVisits } from "../../core/courses.js";
import { followUps } from "../../core/follow-up.js";
import { formatDateTime, inTime } from "../../lib/dates.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { listRow } from "../../ui/layout/list-row.js";
import { sessionDate, visit } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";

const OPEN = ["overdue", "due"];

/** The tasks of one note: [{key, state, from, due, until}]. `notes` are those of the patient. */
export function tasksOf(note, notes, forms, now = Date.now()) {
  const given = givenVisits(notes.map((each) => ({ state: each.state, visit: visit(each) })));
  const next = given.map((each) => each.session_date).find((on) => on > sessionDate(note)) ?? null;
  return note.state === "void" ? [] : followUps(note.fields, now, forms?.limits?.follow_up ?? [], next);
}

/** What is due or late among all notes, what ends soonest first: [{note, key, state, from, due, until}]. */
export function openTasks(notes, forms) {
  const theirs = grouped(notes);
  return notes
    .flatMap((note) => tasksOf(note, theirs.get(note.patient_id), forms).map((task) => ({ note, ...task })))
    .filter(({ state }) => OPEN.includes(state))
    .sort((a, b) => inTime(a.until, b.until));
}

export function grouped(notes) {
  const groups = new Map();
  for (const note of notes) groups.set(note.patient_id, [...(groups.get(note.patient_id) ?? []), note]);
  return groups;
}

export const taskWords = ({ state, from, due }) =>
  ({
    coming: t("from {time}", { time: formatDateTime(from) }),
    due: t("until {time}", { time: formatDateTime(due) }),
    overdue: t("since {time}", { time: formatDateTime(due) }),
    done: t("done"),
    missed: t("missed"),
  })[state];

/** How the patient was last tried, when nobody answered. */
export const triedWords = ({ note, key }) => note.fields[`obs:${key}`]?.note;

export const taskRow = (task, patient) =>
  listRow({
    href: `#/follow-up/${task.note.id}/${task.key}`,
    title: html`<b class="row-date">${task.key}</b> ${patientName(patient)}`,
    detail: html`<span data-tone=${task.state === "overdue" ? "reason" : "plain"}>${task.state === "overdue" ? t("late") : t("due")} ${taskWords(task)}</span> · ${task.note.author_name}${triedWords(task) ? html`<br />${triedWords(task)}` : ""}`,
  });
