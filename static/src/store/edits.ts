// The actions of a person. Each promise settles only when the op is durable on this tablet, and rejects on any failure.

import { same } from "../core/canonical.js";
import { currentSide } from "../core/conflicts.js";
import type { Shown } from "../core/merge.js";
import { identityOf } from "../core/trace.js";
import { canTransition } from "../core/workflow.js";
import { t } from "../lib/i18n.js";
import { uuid } from "../lib/ids.js";
import type { Acknowledged, Content, LocalRecord, Pin, RecordTypeName, Unit } from "../types.js";
import { append, unitKey } from "./append.js";
import { StorageError } from "./db.js";
import { ownSince } from "./own-writes.js";
import { get } from "./records.js";
import { plain } from "./seal.js";

/** Returns the new patient's id. */
export const createPatient = (fields: Content = {}): Promise<string> => create("patient", { fields: plain(fields) });

/** Returns the new note's id. */
export const createNote = (patientId: string, fields: Content = {}): Promise<string> =>
  create("note", { patient_id: patientId, fields: plain(fields) });

/** A follow-up of a visit. Returns its id. */
export const createFollowUp = (patientId: string, fields: Content): Promise<string> =>
  create("follow_up", { patient_id: patientId, fields: plain(fields) });

/** An opened box for the shelf. */
export const createLot = (item: Unit): Promise<string> => create("lot", { fields: plain({ item }) });

/** `content`: what the protocol copies into the note. */
export const createProtocol = (about: Unit, content: Content): Promise<string> =>
  create("protocol", { fields: plain({ about, values: { content } }) });

type Signed = "note" | "follow_up";

export type Written = { op: string | null; moved: string[] };

/** Changes fields of one unit; null clears one. */
export const setFields = (type: RecordTypeName, id: string, unit: string, patch: Unit, shown?: Shown) =>
  changeFields(type, id, () => ({ [unit]: patch }), shown);

/**
 * Changes several units in one transaction: all of them are durable, or none is. `change` gets the current fields and
 * returns {unit: patch}; `shown` is what the person saw of the changed units when they started.
 */
export async function changeFields(
  type: RecordTypeName,
  id: string,
  change: (fields: Content) => Content,
  shown?: Shown,
): Promise<Written> {
  let moved: string[] = [];
  const op = await append(type, id, (view) => {
    const record = allowed(view, type, "patch");
    const drafts = Object.entries(plain(change(record.fields))).flatMap(([unit, wanted]) => {
      const stand = standing(record, unit, shown);
      const patch = Object.fromEntries(
        Object.entries(wanted).filter(([name, value]) => !same(value, stand.base[name] ?? null)),
      );
      return Object.keys(patch).length ? [{ kind: "patch", unit, ...stand, patch }] : [];
    });
    moved = drafts.filter((draft) => draft.moved).map(({ unit }) => unit);
    return drafts;
  });
  return { op, moved };
}

/**
 * Changes that the server has refused, written once more on the values their author saw then: a unit that has moved since
 * becomes a conflict, and nobody's text is replaced.
 */
export const enterAgain = (
  type: RecordTypeName,
  id: string,
  edits: Record<string, { base: Unit; patch: Unit }>,
  baseRev = 0,
): Promise<string | null> =>
  append(type, id, (view) => {
    const { fields } = allowed(view, type, "patch");
    return Object.entries(plain(edits)).map(([unit, { base, patch }]) => {
      const moved = !same(base, fields[unit] ?? {});
      return { kind: "patch", unit, base, base_rev: baseRev, patch, moved };
    });
  });

/**
 * The value an edit of a unit is based on: what its author was shown, with their own writes since; usually the current
 * value.
 */
function standing({ type, id, rev, fields }: LocalRecord, unit: string, shown?: Shown) {
  const now = fields[unit] ?? {};
  const seen = shown?.units[unit];
  const base = !seen || same(seen, now) ? now : ownSince(unitKey(type, id, unit), seen);
  const moved = !same(base, now);
  return { base: moved ? base : now, base_rev: moved && shown ? shown.rev : rev, moved };
}

/** `acknowledged`: the warnings of which the signer took note. */
export const sign = (id: string, acknowledged: Acknowledged[] = [], type: Signed = "note") =>
  change(type, id, "sign", { acknowledged });

/** The record as shown when the decision was made; a changed record is not decided. */
type Seen = Pick<LocalRecord, "content_hash"> & Partial<Pick<LocalRecord, "patient_id">>;

/** These say whose note was shown: one that is moved to another patient keeps its hash. */
const SAY_WHOSE = ["sign", "approve", "return", "amend", "acknowledge"];

/** `together`: what of it was shown, where it is approved with others at one tap. */
export const approve = (noteId: string, comment: string, seen: Seen, together: Unit = {}) =>
  change("note", noteId, "approve", { ...(comment ? { comment } : {}), ...together }, seen);

/** `unit`: the section the comment is about. */
export const returnNote = (noteId: string, comment: string, unit: string | null, seen: Seen, pins: Pin[] = []) =>
  change("note", noteId, "return", { comment, ...(unit ? { unit } : {}), ...(pins.length ? { pins } : {}) }, seen);

/** One op for all changes. `changes` is {unit: patch} or {unit: {base, patch}}. */
export const amend = (
  id: string,
  reason: string,
  changes: Unit,
  acknowledged: Acknowledged[] = [],
  type: Signed = "note",
) =>
  change(type, id, "amend", (view) => ({
    reason,
    acknowledged,
    changes: withBases(plain(changes), view.fields),
  }));

/** A supervisor has seen a follow-up. */
export const acknowledgeFollowUp = (id: string, seen: Seen) => change("follow_up", id, "acknowledge", {}, seen);

export const voidRecord = (type: RecordTypeName, id: string, reason: string, seen: Seen) =>
  change(type, id, "void", { reason }, seen);

/** What was approved waits for a second person to declare it void. */
export const proposeVoid = ({ type, id, content_hash }: LocalRecord, reason: string) =>
  change(type, id, "propose_void", { reason }, { content_hash });

/** Declines such a proposal, or takes it back. */
export const keepRecord = ({ type, id, content_hash }: LocalRecord) => change(type, id, "keep", {}, { content_hash });

export const unvoidRecord = ({ type, id, content_hash }: LocalRecord, reason: string) =>
  change(type, id, "unvoid", { reason }, { content_hash });

/** A supervisor completes the note of an author who has left. */
export const takeOver = ({ id, content_hash }: LocalRecord, reason: string) =>
  change("note", id, "take_over", { reason }, { content_hash });

/** The note is that patient's. */
export const moveNote = ({ id, content_hash }: LocalRecord, patientId: string, reason: string) =>
  change("note", id, "move", { patient_id: patientId, reason }, { content_hash });

/** The patient is the same person as `into`, whose record stays. */
export const mergePatient = ({ id, content_hash }: LocalRecord, into: string, reason: string) =>
  change("patient", id, "merge", { into, reason }, { content_hash });

/** Says that a patient whose identity was changed is the same person. */
export const confirmIdentity = ({ id, fields }: LocalRecord, reason: string) =>
  change("patient", id, "confirm_identity", { seen: identityOf(fields), reason });

export const archivePatient = ({ id, content_hash }: LocalRecord) =>
  change("patient", id, "archive", {}, { content_hash });

export const unarchivePatient = ({ id, content_hash }: LocalRecord) =>
  change("patient", id, "unarchive", {}, { content_hash });

/**
 * The whole value that resolves the conflict for the unit. `shown` are the two sides the person chose from; a missing
 * one is read now.
 */
export const resolve = (conflictId: string, value: Unit, shown: { mine?: Unit; theirs?: Unit } = {}) =>
  append("conflict", conflictId, async (view) => {
    const conflict = allowed(view, "conflict", "resolve");
    const { about, mine } = conflict.fields;
    const theirs = shown.theirs ?? currentSide(conflict, await get(about.record_type, about.record_id));
    return { kind: "resolve", base: theirs, mine: shown.mine ?? mine?.value ?? {}, patch: plain(value) };
  });

async function create(type: RecordTypeName, draft: Unit) {
  const id = uuid();
  await append(type, id, () => ({ kind: "create", ...draft }));
  return id;
}

/** A step of the workflow, bound to the content the person sees. */
function change(
  type: RecordTypeName,
  id: string,
  kind: string,
  more: Unit | ((view: LocalRecord) => Unit),
  seen?: Seen,
) {
  return append(type, id, (view) => {
    const now = allowed(view, type, kind);
    if (seen && seen.content_hash !== now.content_hash) throw hasChanged();
    const patient_id = SAY_WHOSE.includes(kind) ? (seen?.patient_id ?? now.patient_id) : null;
    const whose = patient_id ? { patient_id } : {};
    return { kind, content_hash: now.content_hash, ...whose, ...(typeof more === "function" ? more(now) : more) };
  });
}

function allowed(view: LocalRecord | null, type: RecordTypeName, kind: string) {
  if (!view) throw new StorageError(t("This entry is not on this tablet."));
  if (!canTransition(view.state, kind, type)) throw hasChanged();
  return view;
}

const hasChanged = () => new StorageError(t("This is not possible any more: the entry has changed. Look at it again."));

function withBases(changes: Unit, fields: Content) {
  const shape = (unit: string, change: Unit) => (change.patch ? change : { base: fields[unit] ?? {}, patch: change });
  return Object.fromEntries(Object.entries(changes).map(([unit, change]) => [unit, shape(unit, change)]));
}
