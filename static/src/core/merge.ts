// What the tablet shows: the record as last received with the pending changes applied. Only the server decides between
// two people (server/domain/merge.py).

import type { Content, LocalRecord, Op, ServerRecord, TraceEntry, Unit } from "../types.js";
import { withoutNulls } from "./canonical.js";
import { changesIdentity, identityOf, isTraced, traceOf } from "./trace.js";
import { nextState } from "./workflow.js";
import { withWriter } from "./writers.js";

/** A record with the pending ops applied; what only the server knows is absent from one created here. */
export type Overlaid = ServerRecord & Pick<LocalRecord, "local"> & { fields: Content; unplaced: number };
export type Shown = { rev: number; units: Content };

/** The unit with the patch applied; null clears a field. */
export const applyPatch = (unit: Unit, patch: Unit): Unit => withoutNulls({ ...unit, ...patch });

/** The content with the patch applied to one unit, which keeps its position; a unit that becomes empty is removed. */
export function patched(content: Content, unit: string, patch: Unit = {}): Content {
  const { [unit]: _old, ...rest } = content;
  const value = applyPatch(content[unit] ?? {}, patch);
  return Object.keys(value).length ? { ...content, [unit]: value } : rest;
}

/**
 * What a person sees of these units while they enter something: an edit is based on it, whatever arrives before it is
 * written.
 */
export const asShown = ({ rev, fields }: { rev: number; fields: Content }, units: string[]): Shown => ({
  rev,
  units: Object.fromEntries(units.map((unit) => [unit, fields[unit] ?? {}])),
});

/**
 * Applies pending ops, in their order, to a record; null when there is nothing to show. An op that the record's state
 * no longer allows (an edit of a note signed meanwhile) is not applied: `unplaced` counts them. `local` records what
 * happened on this tablet only so far (created, signed, approved, ...) and when.
 */
export function overlay(record: ServerRecord | null, ops: Op[]): Overlaid | null {
  let shown: Unit | null = record && { ...record, local: {}, unplaced: 0 };
  for (const op of ops) {
    shown ??= op.kind === "create" ? blank(op) : null;
    if (shown) shown = lay(shown, op);
  }
  return shown as Overlaid | null;
}

const blank = ({ id, type, user_id, client_time, patient_id = null }: Unit): Unit => ({
  id,
  type,
  patient_id,
  author_id: user_id,
  state: null,
  version: 0,
  rev: 0,
  fields: {},
  signatures: [],
  review: null,
  happened_at: client_time,
  created_at: client_time,
  updated_at: client_time,
  local: {},
  unplaced: 0,
});

function lay(shown: Unit, op: Unit): Unit {
  const again = op.kind === "create" && shown.state !== null;
  const state = nextState(shown.type, shown.state, again ? "patch" : op.kind);
  if (state === null) return { ...shown, unplaced: shown.unplaced + 1 };
  const fields = layFields(shown.fields ?? {}, op);

  const laid: Unit = {
    ...shown,
    state,
    fields,
    writers: withWriter(shown.writers ?? [], op),
    updated_at: op.client_time,
  };
  const entry = isTraced(op.kind) ? traceOf(op) : identityEntry(shown, fields, op);
  if (entry) laid.trace = [...(shown.trace ?? []), entry];
  const mark = shown.state === null ? "created" : state;
  if (state !== shown.state) laid.local = { ...shown.local, [mark]: op.client_time };
  return withVersion(laid, shown, op);
}

/** What an edit of a patient whom the server knows replaces of their identity. Whether it must be confirmed, the server says. */
function identityEntry(shown: Unit, fields: Content, op: Unit): TraceEntry | null {
  const { trace, fields: before } = shown as LocalRecord;
  if (
    shown.type !== "patient" ||
    op.kind !== "patch" ||
    !shown.rev ||
    !changesIdentity({ trace, fields: before }, fields)
  )
    return null;
  return { ...traceOf({ ...op, kind: "identity" }), before: { identity: identityOf(before) } };
}

/** A signature makes a new version, also when an amendment leaves the state unchanged. */
function withVersion(laid: Unit, shown: Unit, op: Unit) {
  if (op.kind !== "sign" && op.kind !== "amend") return laid;
  return { ...laid, version: shown.version + 1, review: null, local: { ...laid.local, signed: op.client_time } };
}

function layFields(fields: Content, { kind, unit, patch, ...op }: Unit) {
  let patches: [string, Unit][] = unit ? [[unit, patch]] : [];
  if (kind === "create") patches = Object.entries({ ...op.fields, ...Object.fromEntries(patches) });
  else if (kind === "amend")
    patches = Object.entries<Unit>(op.changes ?? {}).map(([name, change]) => [name, change.patch]);
  else if (kind === "resolve") patches = [["resolution", { value: patch, by: op.user_id, at: op.client_time }]];
  else if (kind !== "patch") patches = [];
  return patches.reduce((all, [name, value]) => patched(all, name, value), fields);
}
