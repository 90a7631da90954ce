// What was done to a record beside its content, and the places a review points at. Types only, re-exported by types.ts.
import type { Unit } from "./types.js";

/** A place that a supervisor wants corrected: a field, or a unit as a whole; why, as a code, in words, or both. */
export interface Pin {
  unit: string;
  field: string | null;
  reason: string | null;
  comment: string;
}

/** What was done to a record beside its content (server/domain/trace.py). */
export interface TraceEntry {
  kind: string;
  by: string;
  name: string;
  at: string;
  reason: string | null;
  content_hash?: string;
  /** Of a record that moved: from which patient to which, as they were called then. */
  from?: string;
  from_name?: string;
  to?: string;
  to_name?: string;
  note_id?: string;
  author_name?: string;
  /** Of a patient into whom another record was merged: who that one said it was. */
  identity?: Unit;
  /** Of a round of the review. */
  version?: number;
  rev?: number;
  /** Of a return. */
  pins?: Pin[];
  /** Of the signature that answers a return: what the units that changed since then held; null: no such unit. */
  before?: Record<string, Unit | null>;
}
