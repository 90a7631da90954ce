// The only way into the outbox. An op is built on what the record shows at that moment; if the record moved while it was
// sealed (another tab, a push that froze an op, an answer that came), it is built again, so that nobody conflicts with
// himself.

import { same } from "../core/canonical.js";
import { applyPatch } from "../core/merge.js";
import { uuid } from "../lib/ids.js";
import { signal } from "../lib/signal.js";
import type { LocalRecord, Op, OpRow, RecordTypeName, Unit } from "../types.js";
import { couldNotSave, each } from "./db.js";
import { appVersion } from "./device.js";
import { local, me } from "./local.js";
import { wroteOwn } from "./own-writes.js";
import { opOf, opRow } from "./payload.js";
import type { Found } from "./records.js";
import { findOne, one, RECORD, readOne } from "./records.js";
import { plain } from "./seal.js";
import { clockOffset, saving } from "./status.js";

const TRIES = 30;
const edits = signal<void>();

export type Draft = Unit;
export type Build = (view: LocalRecord | null) => Draft | Draft[] | Promise<Draft | Draft[]>;

/** Told after each op that is safely in the outbox. */
export const onEdit = edits.listen;
export const nudge = edits.tell;

/** one edit of this tab after the other */
let last: Promise<unknown> = Promise.resolve();

/** Resolves with the (last) op's id when it is durable, with null when there was nothing to change. */
export function append(type: RecordTypeName, id: string, build: Build): Promise<string | null> {
  const before = last.catch(() => {});
  const next = saving(() => before.then(() => place(type, id, build))); // "saved" is unsaid from this call on
  last = next;
  return next;
}

async function place(type: RecordTypeName, id: string, build: Build) {
  for (let turn = 0; turn < TRIES; turn++) {
    const found = await readOne(type, id);
    const ops: { op: Op; n?: number }[] = [];
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
      return ops[ops.length - 1].op.op_id;
    }
  }
  throw couldNotSave("busy");
}

const now = () => new Date().toISOString();

export const unitKey = (type: string, id: string, unit: string) => `${type}/${id}/${unit}`;

function opFrom(type: RecordTypeName, id: string, { moved: _moved, ...draft }: Draft): Op {
  const head = { op_id: uuid(), user_id: me().user.id, kind: "", type, id };
  return { ...head, client_time: now(), clock_offset_ms: clockOffset(), app: appVersion(), ...draft };
}

/** The waiting patch of this unit that has not been on the wire, if nothing but patches came after it, and the one that an edit
 * over a moved value goes on with. */
async function coalescible(rows: OpRow[], { unit, base, moved }: Draft) {
  for (const row of [...rows].reverse()) {
    if (row.kind !== "patch") return null;
    const op = await opOf(row);
    const goesOn = () => !moved || same(applyPatch(op.base ?? {}, op.patch ?? {}), base);
    if (op.unit === unit) return !row.frozen && goesOn() ? op : null;
  }
  return null;
}

/** What the op was built on. */
const mark = ({ rows, outbox, attention }: Found) =>
  JSON.stringify([
    rows.map((row) => [row.rev, row.seq]),
    outbox.map((row) => [row.n, row.stamp, row.frozen]),
    attention.map((row) => row.op_id),
  ]);

/** `n`: the row an op replaces. */
async function put(ops: Array<{ op: Op; n?: number }>, type: string, id: string, seen: string): Promise<boolean> {
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
