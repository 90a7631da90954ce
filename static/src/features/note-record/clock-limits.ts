// How long the creams that are on may stay on. The frame computes it from the whole notes; home shows it as well.
import { maxMinutes } from "../../core/facts/numbing.js";
import { signal } from "../../lib/signal.js";
import { currentForms } from "../../store/forms.js";
import type { LocalRecord } from "../../types.js";

/** Minutes by note and unit; null where the label is not on file. */
export type ClockLimits = ReadonlyMap<string, number | null>;

let known: ClockLimits = new Map();
const news = signal<ClockLimits>();

export const limitKey = (noteId: string, unit: string) => `${noteId} ${unit}`;

/** The longest time of each of these units of a note, for this patient. */
export function limitsOf(note: LocalRecord, patient: LocalRecord | null, units: string[]): [string, number | null][] {
  const limits = currentForms()?.limits;
  if (!limits) return [];
  const minutes = (unit: string) => maxMinutes(note.fields[unit] ?? {}, note.fields, patient?.fields ?? {}, limits);
  return units.map((unit) => [limitKey(note.id, unit), minutes(unit)]);
}

export function keepLimits(limits: ClockLimits) {
  known = limits;
  news.tell(limits);
}

export function watchLimits(listener: (limits: ClockLimits) => void): () => void {
  const stop = news.listen(listener);
  listener(known);
  return stop;
}
