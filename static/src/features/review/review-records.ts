// The whole records that the review needs: those of the patients on the screen, next, or not judged yet.
import { afterPaint } from "../../lib/after-paint.js";
import { watch, watchAll } from "../../store/records.js";
import type { LocalRecord } from "../../types.js";

interface Around {
  patient?: LocalRecord | null;
  notes?: LocalRecord[];
  stop: () => void;
}

export interface ReviewRecords {
  /** Reads the records of these patients and follows them, those of `soon` once a frame is drawn; others are let go. */
  want: (patientIds: string[], soon?: string[]) => void;
  /** The note and its patient's records have been read. */
  has: (note: LocalRecord) => boolean;
  /** These notes and all of the patients wanted, whole where they have been read. */
  notes: (known: LocalRecord[]) => LocalRecord[];
  patient: (id: string) => LocalRecord | null | undefined;
  end: () => void;
}

export function reviewRecords(redraw: () => void): ReviewRecords {
  const around = new Map<string, Around>();
  const notes = new Map<string, LocalRecord>();
  const begin = (id: string) => {
    const made: Around = { stop: () => {} };
    around.set(id, made);
    const stops = [
      watch("patient", id, (patient) => {
        made.patient = patient;
        redraw();
      }),
      watchAll("note", { patientId: id }, (found) => {
        for (const note of made.notes ?? []) notes.delete(note.id);
        made.notes = found;
        for (const note of found) notes.set(note.id, note);
        redraw();
      }),
    ];
    made.stop = () => {
      for (const stop of stops) stop();
    };
  };
  const letGo = (id: string, { stop, notes: theirs = [] }: Around) => {
    stop();
    for (const note of theirs) notes.delete(note.id);
    around.delete(id);
  };
  let wanted = new Set<string>();
  const want = (ids: string[], soon: string[] = []) => {
    const mine = new Set([...ids, ...soon]);
    wanted = mine;
    for (const [id, known] of [...around]) if (!mine.has(id)) letGo(id, known);
    for (const id of ids) if (!around.has(id)) begin(id);
    if (!soon.every((id) => around.has(id)))
      void afterPaint().then(() => {
        for (const id of soon) if (wanted.has(id) && !around.has(id)) begin(id);
      });
  };
  return {
    want,
    has: ({ id, patient_id }) => notes.has(id) && around.get(patient_id ?? "")?.patient !== undefined,
    notes: (known) => [...new Map([...known.map((note): [string, LocalRecord] => [note.id, note]), ...notes]).values()],
    patient: (id) => around.get(id)?.patient,
    end: () => want([]),
  };
}
