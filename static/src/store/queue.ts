// The outbox as the engine sees it. Sealing comes before each transaction, and each transaction is whole: after a crash
// between two of them an op is sent again or a page pulled again, and nothing is lost or applied twice here.

import { uuid } from "../lib/ids.js";
import type { BaseRow, Op, OpRow, Value, WireRecord } from "../types.js";
import { each, type Opened } from "./db.js";
import { local, putMeta } from "./local.js";
import { baseRow, forgetOpened, opOf, sealAnswer } from "./payload.js";

const SENT_DAYS = 30;
/** Records written in one go: few enough that the screen answers in between. */
const STEP = 50;
const DAY = 86_400_000;

export const recordKey = ({ type, id }: { type: string; id: string }) => `${type}/${id}`;

/**
 * The next ops in order, frozen before they are handed out: from then on their text never changes. Ops in `tried` were
 * answered in this cycle; those of records in `held` must wait for an earlier one.
 */
export async function takeBatch({
  tried,
  held,
  most,
  bytes,
}: {
  tried: Set<string>;
  held: Set<string>;
  most: number;
  bytes: number;
}): Promise<Array<Op & { n: number }>> {
  const rows = await local().read(["outbox"], ({ outbox }) => outbox.getAll());
  const free = rows.filter((row: OpRow) => !tried.has(row.op_id) && !held.has(recordKey(row))).slice(0, most);
  const chosen = [];
  let size = 0;
  for (const row of free) {
    const op = await opOf(row);
    size += new TextEncoder().encode(JSON.stringify(op)).length + 1;
    if (chosen.length && size > bytes) break;
    chosen.push({ row, op });
  }
  return freeze(chosen);
}

/** An op that was changed or settled while it was read is left out; the ones after it of the same record as well. */
async function freeze(chosen: Array<{ row: OpRow; op: Op & { n: number } }>) {
  if (!chosen.length) return [];
  return local().write(["outbox"], async ({ outbox }) => {
    const there = await each(chosen, ({ row }) => outbox.get(row.n));
    const skipped = new Set();
    const ready = chosen.filter(({ row }, i) => {
      if (there[i]?.stamp !== row.stamp || skipped.has(recordKey(row))) skipped.add(recordKey(row));
      return !skipped.has(recordKey(row));
    });
    const fresh = ready.filter(({ row }) => !row.frozen);
    await each(fresh, ({ row }) => outbox.put({ ...row, frozen: 1 }));
    return ready.map(({ op }) => op);
  });
}

/**
 * The server has it for good: the record moves forward and the op to sent, together.
 * receivedAt: the server's time
 */
export async function settle(
  { op_id, status, record, conflict_id }: { op_id: string; status: string; record?: WireRecord; conflict_id?: string },
  receivedAt: string,
) {
  const row = record && (await baseRow(record));
  await local().write(["outbox", "sent", "base", "meta"], async (db) => {
    const op = await takeOut(db, op_id, row);
    if (!op) return;
    await db.sent.put({ ...op, status, conflict_id: conflict_id ?? null, received_at: receivedAt });
    await putMeta(db, { receivedAt });
  });
}

/** The server refused it: it leaves the queue, so that nothing behind it waits, and stays for a person to look at. */
export async function reject({
  op_id,
  error,
  record,
}: {
  op_id: string;
  error?: { code: string; [more: string]: Value };
  record?: WireRecord;
}) {
  const answer = await sealAnswer(op_id, { error });
  const row = record && (await baseRow(record));
  await local().write(["outbox", "attention", "base"], async (db) => {
    const op = await takeOut(db, op_id, row);
    if (op) await db.attention.put({ ...op, code: error?.code ?? "refused", answer });
  });
}

/** The op that was answered, no longer waiting, and its record as the server has it. */
async function takeOut(db: Opened, opId: string, row: BaseRow | undefined) {
  if (row) await forward(db, [row]);
  const op = await db.outbox.index("op_id").get(opId);
  if (op) await db.outbox.delete(op.n);
  return op;
}

/** A page of the feed and its cursor, in one. */
export async function applyPage(records: WireRecord[], meta: Record<string, unknown>) {
  const rows = await Promise.all(records.map(baseRow));
  await local().write(["base", "meta"], async (db) => {
    await forward(db, rows);
    await putMeta(db, meta);
  });
}

/**
 * Only forward: an answer that was overtaken never takes a record back. In steps, so that a long page does not hold up
 * the screen; the transaction around them is one.
 */
async function forward({ base }: Opened, rows: BaseRow[]) {
  for (let at = 0; at < rows.length; at += STEP) {
    const some = rows.slice(at, at + STEP);
    const there = await each(some, (row) => base.get([row.type, row.id]));
    await each(
      some.filter((row, i) => !there[i] || row.rev > there[i].rev),
      (row) => base.put(row),
    );
  }
}

/** The server was restored from a backup: its records are read anew, and what it had confirmed is sent again as it was.
 * */
export async function startEpoch(epoch: string) {
  await local().write(["base", "outbox", "sent", "meta"], async (db) => {
    await db.base.clear();
    await sendAgain(db, await db.sent.getAll());
    await forgetPlace(db);
    await putMeta(db, { epoch });
  });
  forgetOpened();
}

/** Back in their old places of the outbox, under their old ids: what the server still has changes nothing there.
 * */
async function sendAgain({ outbox, sent }: Opened, rows: Array<OpRow>) {
  await each(rows, ({ n, op_id, type, id, kind, at, payload }) =>
    outbox.put({ n, op_id, type, id, kind, at, payload, frozen: 1, stamp: uuid() }),
  );
  await each(rows, ({ op_id }) => sent.delete(op_id));
}

/** The feed is read from its beginning, and compared. */
export const forgetPlace = ({ meta }: Opened) => each(["cursor", "manifestAt"], (name) => meta.delete(name));

/**
 * Compares the base with the server's own list. If anything is missing or stale here, the feed is read from its beginning.
 * What the server does not list is dropped, unless this tablet wrote of it: an op that the server confirmed and that its
 * list does not show was lost there and is sent again, and its record stays. Returns whether all was as it should be.
 */
export async function compareManifest(records: Array<[string, string, number]>, at: string) {
  const wanted = new Map(records.map(([type, id, rev]) => [recordKey({ type, id }), rev]));
  return local().write(["base", "outbox", "sent", "attention", "meta"], async (db) => {
    const wrong: BaseRow[] = [];
    let right = 0;
    for (let row = await db.base.openCursor(); row; row = await row.continue()) {
      if (wanted.get(recordKey(row.value)) === row.value.rev) right += 1;
      else wrong.push(row.value);
    }
    const own = await sendLost(
      db,
      wrong.filter((row) => row.rev > (wanted.get(recordKey(row)) ?? -1)),
    );
    await each(wrong, (row) =>
      own.has(recordKey(row)) && !wanted.has(recordKey(row))
        ? db.base.put({ ...row, rev: 0 }) // whatever the server says of it is newer
        : db.base.delete([row.type, row.id]),
    );
    if (right < wanted.size) await db.meta.delete("cursor");
    await putMeta(db, { manifestAt: at });
    return right === wanted.size && wrong.length === 0;
  });
}

/**
 * Of records that are newer here than on the server, or not there: what the server had confirmed is sent again.
 * Returns the records this tablet has something to say of
 */
async function sendLost(db: Opened, rows: BaseRow[]): Promise<Set<string>> {
  if (!rows.length) return new Set();
  const newer = new Set(rows.map(recordKey));
  const lost = (await db.sent.getAll()).filter((op: OpRow) => newer.has(recordKey(op)));
  await sendAgain(db, lost);
  const own = await Promise.all([db.outbox.getAll(), db.attention.getAll()]);
  return new Set(own.flat().map(recordKey));
}

/** What a supervisor may know of this tablet: how much waits, and since when. */
export async function waitingNow() {
  const [count, [first]] = await local().read(["outbox"], ({ outbox }) =>
    Promise.all([outbox.count(), outbox.getAll(null, 1)]),
  );
  return { pending_ops: count, oldest_pending_at: first?.at };
}

/** Confirmed ops are the person's proof, and what is sent again after a restore; then they may go. */
export async function pruneSent() {
  const limit = new Date(Date.now() - SENT_DAYS * DAY).toISOString();
  await local().write(["sent"], async ({ sent }) => {
    const old = await sent.index("received_at").getAllKeys(IDBKeyRange.upperBound(limit, true));
    await each(old, (key) => sent.delete(key));
  });
}
