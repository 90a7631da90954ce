// The rule context of a note, built from the records around it. Mirrors server/domain/context.py;
// tests/vectors/context.json holds both to the same results.

import type { Content, LocalRecord, Unit } from "../types.js";
import { decisions, type SignedNote } from "./decisions.js";
import { isSameArea } from "./facts/site.js";
import { begun, isSession, isWithoutTime, TOUCH_UP, timesGiven } from "./given.js";
import { hasPhotos } from "./pictures.js";
import { day, daysBetween, MINUTE } from "./times.js";
import type { Context } from "./units.js";

const A_DAY = 24 * 60 * MINUTE;

export type NoteAround = Pick<LocalRecord, "id"> & SignedNote;

/** The part that does not follow from the patient's notes. */
export interface Around {
  patient: Content;
  now: string;
  limits: Unit;
  used_units: string[];
  followed_up?: string[];
  trained?: Record<string, string[]>;
  approved?: Unit[];
}

interface Visit {
  id: string;
  on: number;
  content: Content;
  note: SignedNote;
}

/**
 * The rule context of a note with this content. `notes` are the patient's in any order and may include the note itself.
 * A note without a day of its visit has no earlier visits, and a touch-up is no second treatment of the visit that it
 * completes.
 */
export function noteContext(id: string, content: Content, notes: NoteAround[], around: Around): Context {
  const on = visitDay(content);
  const until = on == null ? [] : others(id, notes).filter((visit) => visit.on <= on);
  const before = until.filter((visit) => visit.on !== on);
  const earlier = before.map((visit) => visit.content);
  const named = completedBy(content);
  const separate = before.filter((visit) => visit.id !== named).map((visit) => visit.content);
  const treated = separate.filter(isTreated);
  return {
    ...around,
    type: "note",
    previous: treated.at(-1)?.visit.session_date ?? null,
    previous_here: treated.findLast((visit) => isSameArea(visit, content, around.limits))?.visit.session_date ?? null,
    baseline: earlier.find(({ assessment }) => assessment && Object.keys(assessment).length)?.assessment ?? {},
    photo_before: earlier.some((visit) => isPhotographed(visit, content)),
    note_id: id,
    same_day: until
      .filter((visit) => visit.on === on || isWithinADay(visit.content, content))
      .map((visit) => visit.content),
    completes: until.find((visit) => visit.id === named)?.content ?? {},
    decided: decisions(
      content,
      around.patient,
      until.map(({ note }) => note),
      around.limits,
    ),
  };
}

/** With photos to compare this visit with: those of another course show what that one treated. */
function isPhotographed(earlier: Content, content: Content): boolean {
  const [of, own] = [earlier.visit?.course, content.visit?.course];
  return hasPhotos(earlier) && (!of || !own || of === own);
}

/**
 * A dose of yesterday evening counts this morning: from the last one then to the first one now. One without a time
 * counts as if it was given at the worst moment of its day.
 */
function isWithinADay(earlier: Content, content: Content) {
  if (isWithoutTime(earlier) || isWithoutTime(content)) return daysBetween(visitDay(earlier), visitDay(content)) === 1;
  const [last, first] = [timesGiven(earlier), timesGiven(content)].map((times) => times.map(({ at }) => at));
  return Math.min(...first) - Math.max(...last) < A_DAY;
}

/** The visits of the other notes that have a day, earliest first. */
const others = (id: string, notes: NoteAround[]): Visit[] =>
  notes
    .filter((note) => note.id !== id && note.state !== "void")
    .map((note) => ({ id: note.id, on: visitDay(note.fields) ?? Number.NaN, content: note.fields, note }))
    .filter(({ on }) => !Number.isNaN(on))
    .sort((a, b) => a.on - b.on || (a.id < b.id ? -1 : 1));

/** Whether something was given at the first of these visits before anything was given at the second. */
export function beganBefore(one: Content, other: Content): boolean {
  const [first, second] = [begun(one), begun(other)];
  return first != null && second != null && first.at < second.at;
}

/** The id of the note that a touch-up names. */
export const completedBy = ({ visit }: Content): string | null =>
  visit?.kind === TOUCH_UP && typeof visit.touch_up_of === "string" ? visit.touch_up_of : null;

const visitDay = (content: Content): number | null => day(content.visit?.session_date);

/** Also a visit that was stopped once needles or PRP had reached the skin. */
const isTreated = (content: Content): boolean => content.visit?.performed === "treated" || isSession(content);
