// The verbs of a person. Each promise settles only when the op is durable on this tablet, and rejects loudly.

import { same } from "../core/canonical.js";
import { currentSide } from "../core/conflicts.js";
import { canTransition } from "../core/workflow.js";
import { t } from "../lib/i18n.js";
import { uuid } from "../lib/ids.js";
import { append, unitKey } from "./append.js";
import { StorageError } from "./db.js";
import { ownSince } from "./own-writes.js";
import { get } from "./records.js";
import { plain } from "./seal.js";

/** @param {Fields} fields @returns {Promise<string>} the new patient's id */
export const createPatient = (fields = {}) => create("patient", { fields: plain(fields) });

/** @param {string} patientId @param {Fields} [fields] @returns {Promise<string>} the new note's id */
export const createNote = (patientId, fields = {}) => create("note", { patient_id: patientId, fields: plain(fields) });

/** An opened box for the shelf. @param {Record<string, any>} item @returns {Promise<string>} */
export const createLot = (item) => create("lot", { fields: plain({ item }) });

/** @param {Record<string, any>} about @param {Fields} content what the protocol lays under a note @returns {Promise<string>} */
export const createProtocol = (about, content) => create("protocol", { fields: plain({ about, values: { content } }) });

/** @typedef {import("../core/merge.js").Shown} Shown */
/** @typedef {{op: string | null, moved: string[]}} Written `moved`: the units that had another value by then than the author was shown */

/** Change fields of one unit; null clears one.
 * @param {string} type @param {string} id @param {string} unit @param {Record<string, any>} patch @param {Shown} [shown] */
export const setFields = (type, id, unit, patch, shown) => changeFields(type, id, () => ({ [unit]: patch }), shown);

/**
 * Changes several units in one transaction: all of them are durable, or none is. `change` gets the fields as they stand at
 * that moment and gives {unit: patch}; `shown` is what the person saw of those they change, when they began.
 * @param {string} type @param {string} id @param {(fields: Fields) => Fields} change @param {Shown} [shown] @returns {Promise<Written>}
 */
export async function changeFields(type, id, change, shown) {
  /** @type {string[]} */
  let moved = [];
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

/** What an edit of a unit answers to: the value its author was shown, with their own writes since; mostly what stands there now.
 * @param {LocalRecord} record @param {string} unit @param {Shown} [shown] */
function standing({ type, id, rev, fields }, unit, shown) {
  const now = fields[unit] ?? {};
  const seen = shown?.units[unit];
  const base = !seen || same(seen, now) ? now : ownSince(unitKey(type, id, unit), seen);
  const moved = !same(base, now);
  return { base: moved ? base : now, base_rev: moved ? /** @type {Shown} */ (shown).rev : rev, moved };
}

/** @param {string} noteId @param {string[]} [acknowledged] rule ids of the warnings seen */
export const sign = (noteId, acknowledged = []) => change("note", noteId, "sign", { acknowledged });

/** @typedef {{content_hash: string}} Seen the record as it was on the screen when the decision was made: another is not decided */

/** @param {string} noteId @param {string} [comment] @param {Seen} [seen] */
export const approve = (noteId, comment, seen) => change("note", noteId, "approve", comment ? { comment } : {}, seen);

/** @param {string} noteId @param {string} comment @param {string | null} [unit] the section it is about @param {Seen} [seen] */
export const returnNote = (noteId, comment, unit, seen) =>
  change("note", noteId, "return", { comment, ...(unit ? { unit } : {}) }, seen);

/**
 * One op: all changes stand together or not at all. `changes` is {unit: patch} or {unit: {base, patch}}.
 * @param {string} noteId @param {string} reason @param {Record<string, any>} changes @param {string[]} [acknowledged]
 */
export const amend = (noteId, reason, changes, acknowledged = []) =>
  change("note", noteId, "amend", (view) => ({
    reason,
    acknowledged,
    changes: withBases(plain(changes), view.fields),
  }));

/** @param {string} type @param {string} id @param {string} reason @param {Seen} [seen] */
export const voidRecord = (type, id, reason, seen) => change(type, id, "void", { reason }, seen);

/**
 * The whole value that shall stand for the unit. `shown` are the two sides the person chose between; what is not named is read now.
 * @param {string} conflictId @param {Record<string, any>} value @param {{mine?: Record<string, any>, theirs?: Record<string, any>}} [shown]
 */
export const resolve = (conflictId, value, shown = {}) =>
  append("conflict", conflictId, async (view) => {
    const conflict = allowed(view, "conflict", "resolve");
    const { about, mine } = conflict.fields;
    const theirs = shown.theirs ?? currentSide(conflict, await get(about.record_type, about.record_id));
    return { kind: "resolve", base: theirs, mine: shown.mine ?? mine?.value ?? {}, patch: plain(value) };
  });

/** @param {string} type @param {Record<string, any>} draft */
async function create(type, draft) {
  const id = uuid();
  await append(type, id, () => ({ kind: "create", ...draft }));
  return id;
}

/** A step of the workflow, bound to the content the person sees. @param {string} type @param {string} id @param {string} kind
 * @param {Record<string, any> | ((view: LocalRecord) => Record<string, any>)} more @param {Seen} [seen] */
function change(type, id, kind, more, seen) {
  return append(type, id, (view) => {
    const now = allowed(view, type, kind);
    if (seen && seen.content_hash !== now.content_hash) throw hasChanged();
    return { kind, content_hash: now.content_hash, ...(typeof more === "function" ? more(now) : more) };
  });
}

/** @param {LocalRecord | null} view @param {string} type @param {string} kind */
function allowed(view, type, kind) {
  if (!view) throw new StorageError(t("This entry is not on this tablet."));
  if (!canTransition(view.state, kind, type)) throw hasChanged();
  return view;
}

const hasChanged = () => new StorageError(t("This is not possible any more: the entry has changed. Look at it again."));

/** @param {Record<string, any>} changes @param {Fields} fields */
function withBases(changes, fields) {
  const shape = (/** @type {string} */ unit, /** @type {any} */ change) =>
    change.patch ? change : { base: fields[unit] ?? {}, patch: change };
  return Object.fromEntries(Object.entries(changes).map(([unit, change]) => [unit, shape(unit, change)]));
}
