// The outbox as the engine sees it. Encoding comes before each transaction, and each transaction is complete in itself:
// after a crash between two of them an op is sent again or a page is pulled again, and nothing is lost or applied
// twice.

import { uuid } from "../lib/ids.js";
import type { BaseRow, Op, OpRow, ServerRecord, Value } from "../types.js";
import { each, type Opened } from "./db.js";
import { local, putMeta } from "./local.js";
import { baseRow, forgetOpened, opOf, sealAnswer } from "./payload.js";
import { HELD, hold, type Listed, type ListedRow, letGo, noteTwins } from "./scope.js";

/** What the server says of an op it took. */
export interface Accepted {
  op_id: string;
  status: string;
  record?: ServerRecord;
  conflict_id?: string;
  received_at?: string;
  receipt?: string | null;
  /** Patients who may be the same person as the one that was created. */
  twins?: string[];
}

/** An op that is sent again after a restore. */
export interface Resent {
  op_id: string;
  received_at: string;
  receipt: string | null;
}

/** The code of an op that was taken from somebody disabled or a blocked tablet; a supervisor decides about it. */
export const DRAINED = "drained";

const SENT_DAYS = 30;
/** Records written in one batch: few enough that the screen stays responsive. */
const STEP = 50;
const DAY = 86_400_000;

export const recordKey = ({ type, id }: { type: string; id: string }) => `${type}/${id}`;

/**
 * The next ops in order, frozen before they are returned: from then on their text never changes. Ops in `tried` were
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

/** Which of these ops the server had accepted before it was restored: when, and its receipt for it. */
export async function resentAmong(ops: Array<{ n: number }>): Promise<Resent[]> {
  const rows: OpRow[] = await local().read(["outbox"], ({ outbox }) => each(ops, ({ n }) => outbox.get(n)));
  return rows.flatMap((row) =>
    row?.received_at ? [{ op_id: row.op_id, received_at: row.received_at, receipt: row.receipt ?? null }] : [],
  );
}

/** An op that was changed or settled while it was read is left out, as are the later ones of the same record. */
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
 * The server has accepted the op: the record is updated and the op moves to sent, in one transaction. `receivedAt` is
 * the server's time; the receipt proves when it first received the op, should it have to be sent again.
 */
export async function settle(
  { op_id, status, record, conflict_id, received_at, receipt, twins }: Accepted,
  receivedAt: string,
) {
  const row = record && (await baseRow(record));
  await local().write(["outbox", "sent", "base", "meta"], async (db) => {
    const op = await takeOut(db, op_id, row);
    if (!op) return;
    await db.sent.put({
      ...op,
      status,
      conflict_id: conflict_id ?? null,
      received_at: received_at ?? receivedAt,
      receipt: receipt ?? null,
    });
    await putMeta(db, { receivedAt });
    if (twins) await noteTwins(db, op.id, twins);
  });
}

/**
 * The server refused the op: it leaves the queue, so that nothing waits behind it, and stays in attention for a person.
 */
export async function reject({
  op_id,
  error,
  record,
}: {
  op_id: string;
  error?: { code: string; [more: string]: Value };
  record?: ServerRecord;
}) {
  const answer = await sealAnswer(op_id, { error });
  const row = record && (await baseRow(record));
  await local().write(["outbox", "attention", "base"], async (db) => {
    const op = await takeOut(db, op_id, row);
    if (op) await db.attention.put({ ...op, code: error?.code ?? "refused", answer });
  });
}

/** The op that was answered, removed from the outbox, and its record as the server has it. */
async function takeOut(db: Opened, opId: string, row: BaseRow | undefined) {
  if (row) await forward(db, [row]);
  const op = await db.outbox.index("op_id").get(opId);
  if (op) await db.outbox.delete(op.n);
  return op;
}

/** Stores a page of the feed and its cursor in one transaction. An empty page makes no screen read its records again. */
export async function applyPage(records: ServerRecord[], meta: Record<string, unknown>) {
  if (!records.length) return local().write(["meta"], (db) => putMeta(db, meta));
  const rows = await Promise.all(records.map(baseRow));
  await local().write(["base", "meta"], async (db) => {
    await forward(db, rows);
    await putMeta(db, meta);
  });
}

/**
 * Only newer versions are stored, so a late answer never reverts a record. It writes in batches, so that a long page
 * does not block the screen; the surrounding transaction is one.
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

/** Stores all records of a patient who was asked for, unless the server has begun another history meanwhile. */
export async function storePatient(patient: string, records: ServerRecord[], epoch: string): Promise<boolean> {
  const rows = await Promise.all(records.map(baseRow));
  return local().write(["base", "meta"], async (db) => {
    if ((await db.meta.get("epoch"))?.value !== epoch) return false;
    await forward(db, rows);
    await hold(db, patient, new Date().toISOString());
    return true;
  });
}

/**
 * The server was restored from a backup: its records are read anew, and what it had confirmed is sent again unchanged.
 */
export async function startEpoch(epoch: string) {
  await local().write(["base", "outbox", "sent", "meta"], async (db) => {
    await db.base.clear();
    await sendAgain(db, await db.sent.getAll());
    await forgetPlace(db);
    await db.meta.delete(HELD);
    await putMeta(db, { epoch });
  });
  forgetOpened();
}

/** Returns ops to their old places in the outbox, under their old ids, so the server ignores those it still has. */
async function sendAgain({ outbox, sent }: Opened, rows: Array<OpRow>) {
  await each(rows, ({ status: _status, conflict_id: _conflict, ...row }) =>
    outbox.put({ ...row, frozen: 1, stamp: uuid() }),
  );
  await each(rows, ({ op_id }) => sent.delete(op_id));
}

/** The feed is read from its beginning and compared. */
export const forgetPlace = ({ meta }: Opened) => each(["cursor", "manifestAt"], (name) => meta.delete(name));

/**
 * Compares the base with the server's own list. If anything in scope is missing or stale here, the feed is read from its
 * beginning. A record that the server does not list is dropped, unless this tablet wrote it: a confirmed op that is
 * missing in the list was lost on the server, so it is sent again and its record stays. What is out of scope is neither
 * missing nor deleted; it leaves after a while (see scope.ts). Returns whether everything in scope matched, and the
 * patients out of scope whose records are to be asked for.
 */
export async function compareManifest({ records, outside }: Listed, at: string) {
  const wanted = revsOf(records);
  const listed = new Map([...wanted, ...Object.values(outside).flatMap((rows) => [...revsOf(rows)])]);
  return local().write(["base", "outbox", "sent", "attention", "summaries", "drafts", "meta"], async (db) => {
    const wrong: BaseRow[] = [];
    const beside: BaseRow[] = [];
    let right = 0;
    for (let row = await db.base.openCursor(); row; row = await row.continue()) {
      const key = recordKey(row.value);
      if (listed.get(key) !== row.value.rev) wrong.push(row.value);
      else if (wanted.has(key)) right += 1;
      else beside.push(row.value);
    }
    const own = await sendLost(
      db,
      wrong.filter((row) => row.rev > (listed.get(recordKey(row)) ?? -1)),
    );
    await each(wrong, (row) =>
      own.has(recordKey(row)) && !listed.has(recordKey(row))
        ? db.base.put({ ...row, rev: 0 }) // anything the server sends about it is newer
        : db.base.delete([row.type, row.id]),
    );
    if (right < wanted.size) await db.meta.delete("cursor");
    await putMeta(db, { manifestAt: at });
    const torn = await letGo(db, { outside, beside, at });
    return { right: right === wanted.size && wrong.length === 0, torn };
  });
}

const revsOf = (rows: ListedRow[]) => new Map(rows.map(([type, id, rev]) => [recordKey({ type, id }), rev]));

/**
 * For records that are newer here than on the server, or missing there, the confirmed ops are sent again. Returns the
 * records this tablet has ops for.
 */
async function sendLost(db: Opened, rows: BaseRow[]): Promise<Set<string>> {
  if (!rows.length) return new Set();
  const newer = new Set(rows.map(recordKey));
  const lost = (await db.sent.getAll()).filter((op: OpRow) => newer.has(recordKey(op)));
  await sendAgain(db, lost);
  const own = await Promise.all([db.outbox.getAll(), db.attention.getAll()]);
  return new Set(own.flat().map(recordKey));
}

/**
 * What a supervisor may know of this tablet: the number of changes the server has not applied, refused ones included,
 * and the age of the oldest. Those in `sending` are not counted.
 */
export async function waitingNow(sending: { op_id: string }[] = []) {
  const [waiting, refused] = await local().read(["outbox", "attention"], ({ outbox, attention }) =>
    Promise.all([outbox.getAll(), attention.getAll()]),
  );
  const sent = new Set(sending.map(({ op_id }) => op_id));
  const unsettled = refused.filter(({ code }: OpRow) => code !== DRAINED); // the server has them, and counts them itself
  const left = [...waiting.filter((row: OpRow) => !sent.has(row.op_id)), ...unsettled];
  const [oldest] = left.map(({ at }: OpRow) => at).sort();
  return { pending_ops: left.length, oldest_pending_at: oldest };
}

/** Confirmed ops are the person's evidence, and are sent again after a restore; after that they may be deleted. */
export async function pruneSent() {
  const limit = new Date(Date.now() - SENT_DAYS * DAY).toISOString();
  await local().write(["sent"], async ({ sent }) => {
    const old = await sent.index("received_at").getAllKeys(IDBKeyRange.upperBound(limit, true));
    await each(old, (key) => sent.delete(key));
  });
}
