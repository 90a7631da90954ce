// The verbs of a person. Each promise settles only when the op is durable on this tablet, and rejects loudly.

import { same } from "../core/canonical.js";
import { canTransition } from "../core/workflow.js";
import { uuid } from "../lib/ids.js";
import { t } from "../lib/i18n.js";
import { append } from "./append.js";
import { StorageError } from "./db.js";
import { plain } from "./seal.js";

/** @param {Fields} fields @returns {Promise<string>} the new patient's id */
export const createPatient = (fields = {}) => create("patient", { fields: plain(fields) });

/** @param {string} patientId @param {Fields} [fields] @returns {Promise<string>} the new note's id */
export const createNote = (patientId, fields = {}) => create("note", { patient_id: patientId, fields: plain(fields) });

/** An opened box for the shelf. @param {Record<string, any>} item @returns {Promise<string>} */
export const createLot = (item) => create("lot", { fields: plain({ item }) });

/** @param {Record<string, any>} about @param {Fields} content what the protocol lays under a note @returns {Promise<string>} */
export const createProtocol = (about, content) => create("protocol", { fields: plain({ about, values: { content } }) });

/** Change fields of one unit; null clears one. @param {string} type @param {string} id @param {string} unit @param {Record<string, any>} patch */
export const setFields = (type, id, unit, patch) => changeFields(type, id, () => ({ [unit]: patch }));

/**
 * Changes several units in one transaction: all of them are durable, or none is. `change` gets the fields as they stand at
 * that moment and gives {unit: patch}. @param {string} type @param {string} id @param {(fields: Fields) => Fields} change
 */
export function changeFields(type, id, change) {
  return append(type, id, (view) => {
    const seen = allowed(view, type, "patch");
    return Object.entries(plain(change(seen.fields))).flatMap(([unit, wanted]) => {
      const base = seen.fields[unit] ?? {};
      const patch = Object.fromEntries(
        Object.entries(wanted).filter(([name, value]) => !same(value, base[name] ?? null)),
      );
      return Object.keys(patch).length ? [{ kind: "patch", unit, base_rev: seen.rev, base, patch }] : [];
    });
  });
}

/** @param {string} noteId @param {string[]} [acknowledged] rule ids of the warnings seen */
export const sign = (noteId, acknowledged = []) => change("note", noteId, "sign", { acknowledged });

/** @param {string} noteId @param {string} [comment] */
export const approve = (noteId, comment) => change("note", noteId, "approve", comment ? { comment } : {});

/** @param {string} noteId @param {string} comment @param {string | null} [unit] the section it is about */
export const returnNote = (noteId, comment, unit) =>
  change("note", noteId, "return", { comment, ...(unit ? { unit } : {}) });

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

/** @param {string} type @param {string} id @param {string} reason */
export const voidRecord = (type, id, reason) => change(type, id, "void", { reason });

/** The whole value that shall stand for the unit, chosen after seeing both. @param {string} conflictId @param {Record<string, any>} value */
export const resolve = (conflictId, value) =>
  append("conflict", conflictId, (view) => {
    const { fields } = allowed(view, "conflict", "resolve");
    return { kind: "resolve", base: fields.theirs?.value ?? {}, mine: fields.mine?.value ?? {}, patch: plain(value) };
  });

/** @param {string} type @param {Record<string, any>} draft */
async function create(type, draft) {
  const id = uuid();
  await append(type, id, () => ({ kind: "create", ...draft }));
  return id;
}

/** A step of the workflow, bound to the content the person sees. @param {string} type @param {string} id @param {string} kind
 * @param {Record<string, any> | ((view: LocalRecord) => Record<string, any>)} more */
function change(type, id, kind, more) {
  return append(type, id, (view) => {
    const seen = allowed(view, type, kind);
    return { kind, content_hash: seen.content_hash, ...(typeof more === "function" ? more(seen) : more) };
  });
}

/** @param {LocalRecord | null} view @param {string} type @param {string} kind */
function allowed(view, type, kind) {
  if (!view) throw new StorageError(t("This entry is not on this tablet."));
  if (!canTransition(view.state, kind, type))
    throw new StorageError(t("This is not possible any more: the entry has changed. Look at it again."));
  return view;
}

/** @param {Record<string, any>} changes @param {Fields} fields */
function withBases(changes, fields) {
  const shape = (/** @type {string} */ unit, /** @type {any} */ change) =>
    change.patch ? change : { base: fields[unit] ?? {}, patch: change };
  return Object.fromEntries(Object.entries(changes).map(([unit, change]) => [unit, shape(unit, change)]));
}
