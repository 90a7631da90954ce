// @ts-nocheck
// What surrounds a note when it is judged on this tablet; the server looks the same up in server/services/surroundings.py.
import { usedUnits } from "../../core/traceability.js";
import { inTime, today } from "../../lib/dates.js";
import { newestFirst, visit } from "../note-record/visit-labels.js";

const dayOf = (note) => visit(note).session_date ?? today();
const isTreated = (note) => visit(note).performed === "treated";
/** The other notes of the same patient. */
const others = (notes, note) =>
  notes.filter((each) => each.patient_id === note.patient_id && each.id !== note.id && each.state !== "void");

/** The patient's visits on days before this note, the first one first. */
function earlierVisits(notes, note) {
  const place = (each) => `${visit(each).session_date} ${each.id}`;
  return others(notes, note)
    .filter((each) => visit(each).session_date < dayOf(note))
    .sort((a, b) => inTime(place(a), place(b)));
}

/** The treated and signed visit before this note, to take its values over from; null when there was none. */
export const lastTreated = (notes, note) =>
  others(notes, note)
    .filter((each) => each.version > 0 && isTreated(each) && visit(each).session_date <= dayOf(note))
    .sort(newestFirst)[0] ?? null;

/** The context of a note with this content. */
export function contextOf(content, { patient, notes, note, forms, unitsInUse = new Map() }) {
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
