// What the screens of notes share, and the messages for a note that cannot be shown.

import { can } from "../../core/permissions.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { watch, watchAll } from "../../store/records.js";
import type { AppContext, LocalRecord, Person } from "../../types.js";
import { link } from "../../ui/layout/page.js";
import { namedUnits } from "../shelf/units-in-use.js";

/** A note and what is stored around it. */
export interface FoundNote {
  note: LocalRecord;
  patient: LocalRecord | null;
  /** All notes of that patient. */
  notes: LocalRecord[];
  /** All follow-ups of that patient, of any visit. */
  calls: LocalRecord[];
  /** The open conflicts of this note. */
  conflicts: LocalRecord[];
  /** Note ids by the unit codes that the notes of the clinic name. */
  unitsInUse: Map<string, Set<string>>;
  /** The boxes on the shelf, open or used up. */
  boxes: LocalRecord[];
}

/** What is read of a patient whose note it is. */
const AROUND = ["patient", "notes", "calls", "conflicts"] as const;

/** `note` is null when it is not on this tablet. */
export type WatchedNote = Omit<FoundNote, "note"> & { note: LocalRecord | null };

/**
 * Calls its listener with the note and the records around it, once all of these are read, and after each change: a note
 * is never judged without its patient. The unit codes that the clinic's notes name are looked up once, when the screen
 * opens, because a live lookup would scan all notes at each keystroke.
 */
export function watchNote(id: string, listener: (found: WatchedNote) => void): () => void {
  const found: WatchedNote = {
    note: null,
    patient: null,
    notes: [],
    calls: [],
    conflicts: [],
    unitsInUse: new Map(),
    boxes: [],
  };
  const missing = new Set<keyof WatchedNote>(["note", "boxes"]);
  let about: (() => void)[] = [];
  const tell = () => (missing.size ? undefined : listener({ ...found }));
  const put =
    <Name extends keyof WatchedNote>(name: Name) =>
    (value: WatchedNote[Name]) => {
      found[name] = value;
      missing.delete(name);
      tell();
    };
  const around = (patientId: string) => [
    watch("patient", patientId, put("patient")),
    watchAll("note", { patientId }, put("notes")),
    watchAll("follow_up", { patientId }, put("calls")),
    watchAll("conflict", { patientId, states: ["open"] }, (open) =>
      put("conflicts")(open.filter((each) => each.fields.about?.record_id === id)),
    ),
  ];
  const stopUnits = namedUnits((units) => {
    stopUnits?.();
    put("unitsInUse")(units);
  });
  const stopBoxes = watchAll("lot", { states: ["active"] }, put("boxes"));
  const stop = watch("note", id, (note) => {
    const known = found.note?.patient_id === note?.patient_id;
    found.note = note;
    missing.delete("note");
    if (!note) return listener({ ...found });
    if (!known) {
      for (const end of about) end();
      for (const name of AROUND) missing.add(name);
      about = around(note.patient_id ?? "");
    }
    return tell();
  });
  return () => {
    stop();
    stopUnits?.();
    stopBoxes();
    for (const end of about) end();
  };
}

export const mayTreat = ({ user, forms }: Pick<AppContext, "user" | "forms">) => can("note.create", user, null, forms);

/** Known names: the signed-in person, and the authors of the notes on this tablet. */
export function peopleAround({ user }: Pick<AppContext, "user">, notes: LocalRecord[]): Person[] {
  const people = new Map([[user.id, user.name]]);
  for (const note of notes) if (note.author_name) people.set(note.author_id, note.author_name);
  return [...people].map(([id, name]) => ({ id, name }));
}

export const noForms = () =>
  insteadOf(
    t("The form has not arrived yet"),
    t("This tablet has to reach the server once before notes can be shown. After that it works without."),
    link(t("Back to home"), "#/"),
  );

export const goneNote = () =>
  insteadOf(
    t("This note is not on this tablet"),
    t("It may not have arrived yet, or it was taken back. It comes by itself once the server has been reached."),
    link(t("Back to home"), "#/"),
  );
