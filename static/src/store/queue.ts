// The outbox as the engine sees it. Encoding comes before each transaction, and each transaction is complete in itself:
// after a crash between two of them an op is sent again or a page is pulled again, and nothing is lost or applied
// twice. Everything is done in the database that is given, which the engine names once per cycle: meanwhile somebody
// else may have taken over the tablet.

import { uuid } from "../lib/ids.js";
import type { BaseRow, OpRow, ServerRecord, Value } from "../types.js";
import { type Database, each, type Opened, type OpenStore } from "./db.js";
import { local, putMeta } from "./local.js";
import { baseRow, sealAnswer } from "./payload.js";
import { sendPicturesAgain } from "./pictures.js";
import { backInScope, hold, type Listed, type ListedRow, letGo, noteTwins } from "./scope.js";

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
  /** Of the server's answer. */
  epoch?: string;
  /** Where the server's history stood then: a server that was set back since finds that out by it. */
  confirmed?: string;
}

/** The code of an op that was taken from somebody disabled or a blocked tablet; a supervisor decides about it. */
export const DRAINED = "drained";

const COMPARED = ["base", "outbox", "sent", "attention", "summaries", "drafts", "pictures", "meta"];

/** Records written in one batch: few enough that the screen stays responsive. */
const STEP = 50;
/** A comparison is due, though the records have been read before. */
export const LONG_AGO = new Date(0).toISOString();

export const recordKey = ({ type, id }: { type: string; id: string }) => `${type}/${id}`;

/**
 * The server has accepted the op: the record is updated and the op moves to sent, in one transaction. `receivedAt` is
 * the server's time; the receipt proves when it first received the op, should it have to be sent again.
 */
export async function settle(
  { op_id, status, record, conflict_id, received_at, receipt, twins, epoch, confirmed }: Accepted,
  receivedAt: string,
  db: Database = local(),
) {
  const row = record && (await baseRow(record, db.name));
  await db.write(["outbox", "sent", "base", "meta"], async (opened) => {
    if (await isLate(opened, epoch)) return;
    const op = await takeOut(opened, op_id, row);
    if (!op) return;
    if (row && row.id !== op.id) await dropLost(opened, op);
    const { sealed: _sealed, delivered: _delivered, ...kept } = op;
    await opened.sent.put({
      ...kept,
      status,
      conflict_id: conflict_id ?? null,
      received_at: received_at ?? receivedAt,
      receipt: receipt ?? null,
    });
    await putMeta(opened, { receivedAt, ...(confirmed ? { confirmed } : {}) });
    if (twins) await noteTwins(opened, op.id, twins);
  });
}

/**
 * The server refused the op: it leaves the queue, so that nothing waits behind it, and stays in attention for a person.
 */
export async function reject(
  {
    op_id,
    error,
    record,
    epoch,
  }: {
    op_id: string;
    error?: { code: string; [more: string]: Value };
    record?: ServerRecord;
    epoch?: string;
  },
  db: Database = local(),
) {
  const answer = await sealAnswer(op_id, { error }, db.name);
  const row = record && (await baseRow(record, db.name));
  await db.write(["outbox", "attention", "base", "meta"], async (opened) => {
    if (await isLate(opened, epoch)) return;
    const op = await takeOut(opened, op_id, row);
    if (!op) return;
    if (op.type === "conflict" && error?.code === "not_found") await dropLost(opened, op);
    await opened.attention.put({ ...op, code: error?.code ?? "refused", answer });
  });
}

/**
 * An answer from before the server was restored, which another tab has learned meanwhile: the op is on its way again,
 * and the page is of records that may not exist any more.
 */
async function isLate({ meta }: Opened, epoch: unknown): Promise<boolean> {
  const known = (await meta.get("epoch"))?.value;
  return Boolean(known && epoch && known !== epoch);
}

/** The op that was answered, removed from the outbox, and its record as the server has it. */
async function takeOut(db: Opened, opId: string, row: BaseRow | undefined) {
  if (row) await forward(db, [row]);
  const op = await db.outbox.index("op_id").get(opId);
  if (op) await db.outbox.delete(op.n);
  return op;
}

/**
 * Removes a conflict of before a restore that the server does not know: the decision was answered with another one, or
 * refused because there is none. Nobody could ever close it; what was chosen is in the op.
 */
async function dropLost({ base, meta }: Opened, { type, id }: OpRow) {
  const there: BaseRow | undefined = await base.get([type, id]);
  if (there && !isOf(await eraNow(meta), there)) await base.delete([type, id]);
}

/** Stores a page of the feed and its cursor in one transaction. An empty page makes no screen read its records again. */
export async function applyPage(records: ServerRecord[], meta: Record<string, unknown>, db: Database = local()) {
  const rows = await Promise.all(records.map((record) => baseRow(record, db.name)));
  await db.write(rows.length ? ["base", "meta"] : ["meta"], async (opened) => {
    if (await isLate(opened, meta.epoch)) return;
    if (rows.length) {
      await forward(opened, rows);
      await backInScope(opened, rows);
    }
    await putMeta(opened, meta);
  });
}

/**
 * Only newer versions are stored, so a late answer never reverts a record. It writes in batches, so that a long page
 * does not block the screen; the surrounding transaction is one.
 */
async function forward({ base, meta }: Opened, rows: BaseRow[]) {
  const era = await eraNow(meta);
  for (let at = 0; at < rows.length; at += STEP) {
    const some = rows.slice(at, at + STEP);
    const there = await each(some, (row) => base.get([row.type, row.id]));
    await each(
      some.filter((row, i) => !there[i] || !isOf(era, there[i]) || row.rev > there[i].rev),
      (row) => base.put({ ...row, era }),
    );
  }
}

/** Stores all records of a patient who was asked for, unless the server has begun another history meanwhile. */
export async function storePatient(
  patient: string,
  records: ServerRecord[],
  epoch: string,
  db = local(),
): Promise<boolean> {
  const rows = await Promise.all(records.map((record) => baseRow(record, db.name)));
  return db.write(["base", "meta"], async (opened) => {
    if ((await opened.meta.get("epoch"))?.value !== epoch) return false;
    await forward(opened, rows);
    await hold(opened, patient, new Date().toISOString());
    return true;
  });
}

/** How often this tablet has begun to read the records anew. */
const eraNow = async (meta: OpenStore): Promise<number> => (await meta.get("era"))?.value ?? 0;

/** Whether a row was received since then. */
const isOf = (era: number, row: BaseRow) => (row.era ?? 0) === era;

/**
 * The server was restored from a backup: its records are read anew, and what it had confirmed is sent again unchanged.
 * Until its records are here, those of before are shown: each is replaced as it arrives, and the comparison that is due
 * from now on drops what the server no longer has.
 */
export const startEpoch = (epoch: string, db: Database = local()) =>
  db.write(["outbox", "sent", "pictures", "meta"], async (opened) => {
    await sendAgain(opened, await opened.sent.getAll());
    await sendPicturesAgain(opened);
    await each(["cursor", "confirmed"], (name) => opened.meta.delete(name));
    await putMeta(opened, { epoch, era: (await eraNow(opened.meta)) + 1, manifestAt: LONG_AGO });
  });

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
 * beginning; a stale record is shown until the server's has arrived. A record that the server does not list is dropped,
 * unless this tablet wrote it: a confirmed op that is missing in the list was lost on the server, so it is sent again
 * and its record stays. What is out of scope is neither missing nor deleted; it leaves after a while (see scope.ts).
 * Returns whether everything in scope matched, and the patients out of scope whose records are to be asked for. A list of
 * another history than `epoch`, which another tab has learned of meanwhile, compares nothing: the comparison stays due.
 */
export async function compareManifest({ records, outside, epoch }: Listed, at: string, db: Database = local()) {
  const wanted = revsOf(records);
  const listed = new Map([...wanted, ...Object.values(outside).flatMap((rows) => [...revsOf(rows)])]);
  return db.write(COMPARED, async (opened) => {
    if (await isLate(opened, epoch)) return { right: false, torn: [] };
    const wrong: BaseRow[] = [];
    const beside: BaseRow[] = [];
    const era = await eraNow(opened.meta);
    let right = 0;
    for (let row = await opened.base.openCursor(); row; row = await row.continue()) {
      const key = recordKey(row.value);
      if (listed.get(key) !== row.value.rev || !isOf(era, row.value)) wrong.push(row.value);
      else if (wanted.has(key)) right += 1;
      else beside.push(row.value);
    }
    const own = await sendLost(
      opened,
      wrong.filter((row) => row.rev > (listed.get(recordKey(row)) ?? -1)),
    );
    const isGone = (row: BaseRow) => !own.has(recordKey(row)) && !listed.has(recordKey(row));
    // of rev 0, whatever the server sends about it is newer
    await each(wrong, (row) =>
      isGone(row) ? opened.base.delete([row.type, row.id]) : opened.base.put({ ...row, rev: 0 }),
    );
    // another tab may have read what was written after the list: then the feed brings it again
    if (right < wanted.size || wrong.some(isGone)) await opened.meta.delete("cursor");
    await putMeta(opened, { manifestAt: at });
    const stale = wrong.filter((row) => listed.has(recordKey(row)) && !wanted.has(recordKey(row)));
    const torn = await letGo(opened, { outside, beside, stale, at });
    return { right: right === wanted.size && wrong.length === 0, torn };
  });
}

const revsOf = (rows: ListedRow[]) => new Map(rows.map(([type, id, rev]) => [recordKey({ type, id }), rev]));

/**
 * For records that are newer here than on the server, or missing there, the confirmed ops are sent again, with the photos. Returns the
 * records this tablet has ops for.
 */
async function sendLost(db: Opened, rows: BaseRow[]): Promise<Set<string>> {
  if (!rows.length) return new Set();
  const newer = new Set(rows.map(recordKey));
  const lost = (await db.sent.getAll()).filter((op: OpRow) => newer.has(recordKey(op)));
  await sendAgain(db, lost);
  await sendPicturesAgain(db, new Set(rows.map(({ id }) => id)));
  const own = await Promise.all([db.outbox.getAll(), db.attention.getAll()]);
  return new Set(own.flat().map(recordKey));
}
