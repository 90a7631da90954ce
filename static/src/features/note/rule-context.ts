// Looks up the rule context of a note on this tablet; the server does in server/services/records/context.py.
import { noteContext } from "../../core/context.js";
import { approvedBoxes } from "../../core/shelf.js";
import { usedUnits } from "../../core/traceability.js";
import type { Context } from "../../core/units.js";
import { today } from "../../lib/dates.js";
import type { Content, Forms, LocalRecord } from "../../types.js";
import { madeOf } from "../follow-up/follow-up-labels.js";
import { newestFirst, visit } from "../note-record/visit-labels.js";

/** What a note is judged with. */
export interface NoteContextRecords {
  note: LocalRecord;
  patient?: LocalRecord | null;
  /** The notes of the patient. */
  notes: LocalRecord[];
  forms: Forms;
  /** The follow-ups of the patient. */
  calls?: LocalRecord[];
  /** Note ids by the unit codes that they name. */
  unitsInUse?: Map<string, Set<string>>;
  /** The boxes on the shelf, open or used up. */
  boxes?: LocalRecord[];
}

/** A note, or one that is about to be created and has no id yet. */
type NoteOf = Pick<LocalRecord, "id" | "patient_id" | "fields">;

const dayOf = (note: NoteOf): string => visit(note).session_date ?? today();
const isTreated = (note: LocalRecord) => visit(note).performed === "treated";
const ofPatient = (notes: LocalRecord[], note: NoteOf) => notes.filter((each) => each.patient_id === note.patient_id);
/** The other notes of the same patient. */
const others = (notes: LocalRecord[], note: NoteOf) =>
  ofPatient(notes, note).filter((each) => each.id !== note.id && each.state !== "void");

/** The treated and signed visit before this note, whose values can be copied; null when there was none. */
export const lastTreated = (notes: LocalRecord[], note: NoteOf): LocalRecord | null =>
  others(notes, note)
    .filter((each) => each.version > 0 && isTreated(each) && visit(each).session_date <= dayOf(note))
    .sort(newestFirst)[0] ?? null;

/** The rule context of a note with this content. */
export function contextOf(
  content: Content,
  { patient, notes, note, forms, calls = [], unitsInUse = new Map(), boxes = [] }: NoteContextRecords,
): Context {
  return noteContext(note.id, content, ofPatient(notes, note), {
    patient: patient?.fields ?? {},
    now: new Date().toISOString(),
    limits: forms.limits,
    trained: forms.settings?.trained,
    approved: approvedBoxes(boxes.map(({ fields }) => fields)),
    used_units: usedUnits(content, note.id, unitsInUse),
    followed_up: madeOf(note, calls),
  });
}
