// The course as the patient sees it. Mirrors server/domain/patient_page/course.py.
import type { Content, Unit, Value } from "../../types.js";
import { belongs, type Standing, sessionNumber, standings } from "../courses.js";
import { assessmentFacts } from "../facts/score.js";
import { number } from "../figures.js";
import { isSession, REVIEW, TOUCH_UP } from "../given.js";
import { day, daysBetween } from "../times.js";
import { later } from "./language.js";
import type { Facts, Next, PageNote, Point } from "./types.js";

const MOST = 9;
const LISTED = 12;

/** `notes` are all of the patient's; `signed` those that count, in order. */
export function courseOf(
  patient: Content,
  notes: PageNote[],
  signed: PageNote[],
  note: PageNote,
  today: string,
  limits: Unit,
): Pick<Facts, "progress" | "score" | "next"> {
  const brief = notes.map(({ state, content }) => ({ state, visit: content.visit ?? {} }));
  const found = standings(patient, brief, today, limits);
  const named = note.content.visit?.course;
  const running = found.find((one) => one.running) ?? found.at(0);
  const mine = found.find((one) => named && one.unit === named) ?? running;
  const visits = signed.filter((one) => isOf(one, mine?.unit ?? null, patient));
  const after = lastPast(note, today);
  return { progress: points(visits, mine, after), score: scoreOf(visits, limits), next: coming(mine, after) };
}

/** The last day that is not to come: yesterday, or that of the visit itself, also of one stopped when it was due. */
function lastPast({ content }: PageNote, today: string): string {
  const on = content.visit?.session_date;
  const yesterday = later(today, -1);
  return day(on) != null && on > yesterday ? on : yesterday;
}

function isOf({ content }: PageNote, unit: string | null, patient: Content): boolean {
  const visit = content.visit ?? {};
  return unit == null || (day(visit.session_date) != null && Boolean(belongs(visit, unit, patient[unit] ?? {})));
}

/** Done visits, the next one with its day, those after it without, and the last check where it has a day to come. */
function points(visits: PageNote[], mine: Standing | undefined, after: string): Point[] {
  const done: Point[] = [];
  for (const { content } of visits) {
    const visit = content.visit ?? {};
    const gais = number(content.outcome?.gais_clinician);
    const rated = gais != null && [1, 2, 3, 4, 5].includes(gais) ? gais : null;
    if (isSession(content) && visit.kind !== TOUCH_UP) {
      const no = sessionNumber(visit) ?? done.filter(({ final }) => !final).length + 1;
      done.push(point(no, visit.session_date, rated, false));
    } else if (visit.performed === REVIEW && rated != null && done.length) {
      done.push(point(null, visit.session_date, rated, true));
    }
  }
  return [...done, ...planned(mine, done, after)].slice(-MOST);
}

const point = (no: number | null, on: Value, gais: number | null, final: boolean, done = true): Point => ({
  no,
  on: day(on) == null ? null : on,
  gais,
  done,
  final,
});

function planned(mine: Standing | undefined, done: Point[], after: string): Point[] {
  if (!mine || mine.state === "closed" || !mine.m || done.some(({ final }) => final)) return [];
  const due = toCome(mine, after);
  const count = mine.m <= LISTED ? Math.max(Math.trunc(mine.m) - mine.n, 0) : 0;
  const left = Array.from({ length: count }, (_each, n) => mine.n + 1 + n);
  const visits = left.map((no) => point(no, no === mine.n + 1 ? due : null, null, false, false));
  return [...visits, ...(!mine.running && due ? [point(null, due, null, true, false)] : [])];
}

/** The day it is due, unless that has passed. */
const toCome = ({ due }: Standing, after: string): string | null => (due && due > after ? due : null);

const nothing = (kind: string): Next => ({ kind, on: null, weeks: null });

function coming(mine: Standing | undefined, after: string): Next {
  if (!mine) return nothing("none");
  const due = toCome(mine, after);
  if (mine.state === "closed" || !(mine.running || due)) return nothing("done");
  if (!due) return nothing("book");
  const apart = daysBetween(day(mine.last), day(due)) ?? 0;
  const weeks = mine.running && apart > 0 && apart % 7 === 0 ? apart / 7 : null;
  return { kind: mine.running ? "visit" : "check", on: due, weeks };
}

/** The first and the last Goodman-Baron score that was counted whole, when there are two. */
function scoreOf(visits: PageNote[], limits: Unit): [number, number] | null {
  const counted = visits.map(({ content }) => assessmentFacts(content.assessment ?? {}, limits).gb_quant);
  const known = counted.filter((score) => score != null);
  return known.length > 1 ? [known[0], known[known.length - 1]] : null;
}
