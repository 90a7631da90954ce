// What surrounds a note when it is judged on this tablet; the server looks the same up in server/services/surroundings.py.
import type { Context } from "../../core/rules.js";
import { usedUnits } from "../../core/traceability.js";
import { inTime, today } from "../../lib/dates.js";
import type { Content, Forms, LocalRecord } from "../../types.js";
import { newestFirst, visit } from "../note-record/visit-labels.js";

/** What a note is judged beside. */
export interface Surroundings {
  note: LocalRecord;
  patient?: LocalRecord | null;
  /** The notes of the patient. */
  notes: LocalRecord[];
  forms: Forms;
  /** Note ids by the unit codes that they name. */
  unitsInUse?: Map<string, Set<string>>;
}

const dayOf = (note: LocalRecord): string => visit(note).session_date ?? today();
const isTreated = (note: LocalRecord) => visit(note).performed === "treated";
/** The other notes of the same patient. */
const others = (notes: LocalRecord[], note: LocalRecord) =>
  notes.filter((each) => each.patient_id === note.patient_id && each.id !== note.id && each.state !== "void");

/** The patient's visits on days before this note, the first one first. */
function earlierVisits(notes: LocalRecord[], note: LocalRecord) {
  const place = (each: LocalRecord) => `${visit(each).session_date} ${each.id}`;
  return others(notes, note)
    .filter((each) => visit(each).session_date < dayOf(note))
    .sort((a, b) => inTime(place(a), place(b)));
}

/** The treated and signed visit before this note, to take its values over from; null when there was none. */
export const lastTreated = (notes: LocalRecord[], note: LocalRecord): LocalRecord | null =>
  others(notes, note)
    .filter((each) => each.version > 0 && isTreated(each) && visit(each).session_date <= dayOf(note))
    .sort(newestFirst)[0] ?? null;

/** The context of a note with this content. */
export function contextOf(
  content: Content,
  { patient, notes, note, forms, unitsInUse = new Map() }: Surroundings,
): Context {
  const earlier = earlierVisits(notes, { ...note, fields: content });
  const on = content.visit?.session_date;
  return {
    patient: patient?.fields ?? {},
    previous: visit(earlier.findLast(isTreated)).session_date ?? null,
    now: new Date().toISOString(),
    limits: forms.limits,
    type: "note",
    used_units: usedUnits(content, note.id, unitsInUse),
    baseline: earlier.find(({ fields }) => fields.assessment)?.fields.assessment ?? {},
    photo_before: earlier.some(({ fields }) => fields.photo?.taken === "yes"),
    note_id: note.id,
    same_day: on ? others(notes, note).flatMap((each) => (visit(each).session_date === on ? [each.fields] : [])) : [],
  };
}
