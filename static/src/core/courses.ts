// The progress of a patient's courses: sessions done, what is due next and whether it is late (domain.md 3). Mirrors
// server/domain/courses.py. A patient without a written course but with planned sessions in the notes has an implied
// course, without a `unit`.

import type { Content, Unit } from "../types.js";
import { number } from "./figures.js";
import { TOUCH_UP } from "./given.js";
import { day, daysBetween } from "./times.js";
import { unitsOf } from "./units.js";

export type Note = { state: string; visit: Unit };
export type Standing = {
  unit: string | null;
  n: number;
  m: number | null;
  weeks: number | null;
  last: string | null;
  due: string | null;
  days: number | null;
  running: boolean;
  state: string;
};

const WEEK = 604800000;
/** A draft may hold any figure; an interval of more than a year is ignored. */
const LONGEST_WEEKS = 52;
const LAST_SESSION = 99;
/**
 * A returned note counts, because it was signed and the patient was treated: only a correction is pending. So does a
 * visit taken over from elsewhere: nobody signed it here, and the skin was treated all the same.
 */
const COUNTED = ["signed", "approved", "returned", "imported"];

/** The visits that count, by their day: signed or imported, and treated. A draft does not count. */
export const givenVisits = (notes: Note[]): Unit[] =>
  notes
    .filter(
      ({ state, visit }) => COUNTED.includes(state) && visit.performed === "treated" && day(visit.session_date) != null,
    )
    .map(({ visit }) => visit)
    .sort(byDay);

/**
 * Running courses first, then the newest. `state`: coming, due, late, complete or closed; `days` from today to `due`.
 * `notes`: all of the patient's.
 */
export function standings(patient: Content, notes: Note[], today: string, limits: Unit): Standing[] {
  const written = unitsOf(patient, "course");
  const given = givenVisits(notes);
  if (written.length) {
    const begun = (one: Standing) => String(patient[one.unit ?? ""].started_on ?? "");
    return written
      .map((key) =>
        standing(
          key,
          patient[key],
          given.filter((visit) => belongs(visit, key, patient[key])),
          today,
          limits,
        ),
      )
      .sort((a, b) => Number(b.running) - Number(a.running) || order(begun(b), begun(a)));
  }
  const planned = given.filter((visit) => number(visit.sessions_planned));
  const last = planned.at(-1);
  if (!last) return [];
  const course = { sessions_planned: last.sessions_planned, interval_weeks: last.interval_weeks_planned };
  return [standing(null, course, planned, today, limits)];
}

/** What a new visit takes from the plan of a written course: the session number and the course. */
export function nextVisit(patient: Content, notes: Note[], today: string, limits: Unit): Unit {
  const [course] = standings(patient, notes, today, limits);
  const given = givenVisits(notes);
  if (!course || course.state === "closed")
    return { session_no: (course ? 0 : (sessionNumber(given.at(-1) ?? {}) ?? 0)) + 1 };
  const plan = patient[course.unit ?? ""] ?? {};
  return {
    ...(course.unit ? { course: course.unit, indication: plan.indication, modality: plan.modality } : {}),
    ...(course.running ? { sessions_planned: course.m, interval_weeks_planned: course.weeks } : {}),
    session_no: course.n + 1,
  };
}

/** The course by its name; a visit that names no course belongs to the course that ran on its day. */
export function belongs(visit: Unit, unit: string, course: Unit) {
  if (visit.course) return visit.course === unit;
  const [begun, closed, on] = [day(course.started_on), day(course.closed_on), day(visit.session_date)];
  return begun != null && on != null && begun <= on && (closed == null || on <= closed);
}

function standing(unit: string | null, course: Unit, visits: Unit[], today: string, limits: Unit): Standing {
  const sessions = visits.filter(({ kind }) => kind !== TOUCH_UP);
  const last = day(sessions.at(-1)?.session_date);
  const n = Math.max(unit ? sessions.length : 0, ...sessions.map((visit) => sessionNumber(visit) ?? 0));
  const [m, weeks] = [number(course.sessions_planned), number(course.interval_weeks)];
  const closed = course.closed_on != null || course.stop_reason != null;
  const complete = m != null && n >= m;
  const due = closed ? null : complete ? day(course.final_review_on) : nextDue(course, last, weeks);
  const days = daysBetween(day(today), due);
  return {
    unit,
    n,
    m,
    weeks,
    last: dated(last),
    due: dated(due),
    days,
    running: !closed && !complete,
    state: closed ? "closed" : lateness(days, complete, limits.recall),
  };
}

/** The one that was entered, where it can be the number of a session: 1 to 99, the bounds of its field. */
export function sessionNumber({ session_no }: Unit): number | null {
  const n = number(session_no);
  return n != null && n >= 1 && n < LAST_SESSION + 1 ? Math.trunc(n) : null;
}

function nextDue(course: Unit, last: number | null, weeks: number | null) {
  if (last == null) return day(course.started_on);
  return weeks != null && weeks > 0 && weeks <= LONGEST_WEEKS ? last + weeks * WEEK : null;
}

function lateness(days: number | null, complete: boolean, recall: Unit) {
  if (days == null) return complete ? "complete" : "coming";
  if (days < -recall.late_days) return "late";
  return days <= recall.soon_days ? "due" : complete ? "complete" : "coming";
}

const dated = (at: number | null) => (at == null ? null : new Date(at).toISOString().slice(0, 10));

const order = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const byDay = (a: Unit, b: Unit) =>
  order(String(a.session_date), String(b.session_date)) || (sessionNumber(a) ?? 0) - (sessionNumber(b) ?? 0);
