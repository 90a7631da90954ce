// The only way into the outbox. An op is built on what the record shows at that moment; if the record moved while it was
// sealed (another tab, a push that froze an op, an answer that came), it is built again, so that nobody conflicts with
// himself.

import { same } from "../core/canonical.js";
import { applyPatch } from "../core/merge.js";
import { uuid } from "../lib/ids.js";
import { signal } from "../lib/signal.js";
import { couldNotSave, each } from "./db.js";
import { appVersion } from "./device.js";
import { local, me } from "./local.js";
import { wroteOwn } from "./own-writes.js";
import { opOf, opRow } from "./payload.js";
import { findOne, one, RECORD, readOne } from "./records.js";
import { plain } from "./seal.js";
import { clockOffset, saving } from "./status.js";

const TRIES = 30;
const edits = /** @type {ReturnType<typeof signal<void>>} */ (signal());

/** @typedef {Record<string, any>} Draft what an op of its kind adds: {kind, unit, base, patch ...}; `moved`: its base is no longer what the record shows */
/** @typedef {(view: LocalRecord | null) => Draft | Draft[] | Promise<Draft | Draft[]>} Build several stand together or not at all; none: nothing to change */

/** Told after each op that is safely in the outbox. */
export const onEdit = edits.listen;
export const nudge = edits.tell;

/** @type {Promise<unknown>} one edit of this tab after the other */
let last = Promise.resolve();

/**
 * Resolves with the (last) op's id when it is durable, with null when there was nothing to change.
 * @param {string} type @param {string} id @param {Build} build @returns {Promise<string | null>}
 */
export function append(type, id, build) {
  const before = last.catch(() => {});
  const next = saving(() => before.then(() => place(type, id, build))); // "saved" is unsaid from this call on
  last = next;
  return next;
}

/** @param {string} type @param {string} id @param {Build} build */
async function place(type, id, build) {
  for (let turn = 0; turn < TRIES; turn++) {
    const found = await readOne(type, id);
    const ops = [];
    const drafts = plain([await build(await one(found))].flat());
    for (const draft of drafts) {
      const open = draft.kind === "patch" ? await coalescible(found.outbox, draft) : null;
      const op = open
        ? { ...open, patch: { ...open.patch, ...draft.patch }, client_time: now() }
        : opFrom(type, id, draft);
      ops.push({ op, n: open?.n });
    }
    if (!ops.length) return null;
    if (await put(ops, type, id, mark(found))) {
      for (const { kind, unit, base, patch } of drafts)
        if (kind === "patch") wroteOwn(unitKey(type, id, unit), base, applyPatch(base, patch));
      edits.tell();
      return /** @type {{op: Op}} */ (ops.at(-1)).op.op_id;
    }
  }
  throw couldNotSave("busy");
}

const now = () => new Date().toISOString();

/** @param {string} type @param {string} id @param {string} unit */
export const unitKey = (type, id, unit) => `${type}/${id}/${unit}`;

/** @param {string} type @param {string} id @param {Draft} draft @returns {Op} */
function opFrom(type, id, { moved: _moved, ...draft }) {
  const head = { op_id: uuid(), user_id: me().user.id, kind: "", type, id };
  return { ...head, client_time: now(), clock_offset_ms: clockOffset(), app: appVersion(), ...draft };
}

/** The waiting patch of this unit that has not been on the wire, if nothing but patches came after it, and the one that an edit
 * over a moved value goes on with. @param {OpRow[]} rows @param {Draft} draft */
async function coalescible(rows, { unit, base, moved }) {
  for (const row of [...rows].reverse()) {
    if (row.kind !== "patch") return null;
    const op = await opOf(row);
    const goesOn = () => !moved || same(applyPatch(op.base ?? {}, op.patch ?? {}), base);
    if (op.unit === unit) return !row.frozen && goesOn() ? op : null;
  }
  return null;
}

/** What the op was built on. @param {import("./records.js").Found} found */
const mark = ({ rows, outbox, attention }) =>
  JSON.stringify([
    rows.map((row) => [row.rev, row.seq]),
    outbox.map((row) => [row.n, row.stamp, row.frozen]),
    attention.map((row) => row.op_id),
  ]);

/** `n`: the row an op replaces. @param {Array<{op: Op, n?: number}>} ops @param {string} type @param {string} id @param {string} seen @returns {Promise<boolean>} */
async function put(ops, type, id, seen) {
  const rows = await Promise.all(
    ops.map(async ({ op, n }) => ({ ...(await opRow(op, uuid())), ...(n === undefined ? {} : { n }) })),
  );
  return local().write(RECORD, async (db) => {
    const there = await db.outbox.index("op_id").get(rows[0].op_id);
    if (there?.stamp === rows[0].stamp) return true; // a dead handle reported a failure of what was written
    if (mark(await findOne(db, type, id)) !== seen) return false;
    await each(rows, (row) => db.outbox.put(row));
    return true;
  });
}
