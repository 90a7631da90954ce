// The only way into the outbox. An op is based on the record as shown at that moment; if the record changed while the
// op was encoded (another tab, a push that froze an op, a received answer), it is built again, so that a person never
// conflicts with their own edit.

import { same } from "../core/canonical.js";
import { applyPatch } from "../core/merge.js";
import { uuid } from "../lib/ids.js";
import { signal } from "../lib/signal.js";
import type { LocalRecord, Op, OpRow, RecordTypeName, Unit } from "../types.js";
import { couldNotSave, each } from "./db.js";
import { appVersion, SCHEMA } from "./device.js";
import { local, me } from "./local.js";
import { wroteOwn } from "./own-writes.js";
import { opOf, opRow } from "./payload.js";
import { withRoom } from "./pictures.js";
import type { Found } from "./records.js";
import { findOne, one, RECORD, readOne } from "./records.js";
import { plain } from "./seal.js";
import { clockOffset, saving } from "./status.js";

const TRIES = 30;
const edits = signal<void>();

export type Draft = Unit;
export type Build = (view: LocalRecord | null) => Draft | Draft[] | Promise<Draft | Draft[]>;

/** Called after each op that is durable in the outbox. */
export const onEdit = edits.listen;
export const nudge = edits.tell;

/** the edits of this tab, one after the other */
let last: Promise<unknown> = Promise.resolve();

/** Resolves with the id of the (last) op when it is durable, with null when there was nothing to change. */
export function append(type: RecordTypeName, id: string, build: Build): Promise<string | null> {
  const before = last.catch(() => {});
  const next = saving(() => before.then(() => place(type, id, build))); // from this call on the status is not "saved"
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
        ? { ...open, patch: { ...open.patch, ...draft.patch }, client_time: now(), clock_offset_ms: clockOffset() }
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
  return { ...head, client_time: now(), clock_offset_ms: clockOffset(), app: appVersion(), schema: SCHEMA, ...draft };
}

/**
 * The pending patch of this unit that was never sent, if only patches came after it, and the one that an edit of a
 * changed value continues.
 */
async function coalescible(rows: OpRow[], { unit, base, moved }: Draft) {
  for (const row of [...rows].reverse()) {
    if (row.kind !== "patch") return null;
    const op = await opOf(row, local().name);
    const goesOn = () => !moved || same(applyPatch(op.base ?? {}, op.patch ?? {}), base);
    if (op.unit === unit) return !row.frozen && goesOn() ? op : null;
  }
  return null;
}

/** What the op is based on. */
const mark = ({ rows, outbox, attention }: Found) =>
  JSON.stringify([
    rows.map((row) => [row.rev, row.seq, row.era]),
    outbox.map((row) => [row.n, row.stamp, row.frozen]),
    attention.map((row) => row.op_id),
  ]);

/** `n`: the row that an op replaces. */
async function put(ops: Array<{ op: Op; n?: number }>, type: string, id: string, seen: string): Promise<boolean> {
  const own = local();
  const rows = await Promise.all(
    ops.map(async ({ op, n }) => ({ ...(await opRow(op, uuid(), own.name)), ...(n === undefined ? {} : { n }) })),
  );
  const write = () =>
    own.write(RECORD, async (db) => {
      const there = await db.outbox.index("op_id").get(rows[0].op_id);
      if (there?.stamp === rows[0].stamp) return true; // a dead handle reported a failure after a write
      if (mark(await findOne(db, type, id)) !== seen) return false;
      await each(rows, (row) => db.outbox.put(row));
      return true;
    });
  return withRoom(own, write);
}
