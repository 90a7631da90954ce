// What a tablet can say of its ops: which the server has had before, how many it still has to send.

import type { OpRow } from "../types.js";
import { type Database, each } from "./db.js";
import { local } from "./local.js";
import { DRAINED } from "./queue.js";
import { clockOffset } from "./status.js";

const SENT_DAYS = 30;
const DAY = 86_400_000;

/** An op that is sent again after a restore. */
export interface Resent {
  op_id: string;
  received_at: string;
  receipt: string | null;
}

/** Which of these ops the server had accepted before it was restored: when, and its receipt for it. */
export async function resentAmong(ops: Array<{ n: number }>, db: Database = local()): Promise<Resent[]> {
  const rows: OpRow[] = await db.read(["outbox"], ({ outbox }) => each(ops, ({ n }) => outbox.get(n)));
  return rows.flatMap((row) =>
    row?.received_at ? [{ op_id: row.op_id, received_at: row.received_at, receipt: row.receipt ?? null }] : [],
  );
}

/**
 * What a supervisor may know of this tablet: the number of changes the server has not applied, refused ones included, and
 * of photos it does not have, and the age of the oldest. Those in `sending` are not counted.
 */
export async function waitingNow(sending: { op_id: string }[] = [], db: Database = local()) {
  const [waiting, refused, photos] = await db.read(
    ["outbox", "attention", "pictures"],
    ({ outbox, attention, pictures }) =>
      Promise.all([outbox.getAll(), attention.getAll(), pictures.index("waits").getAll()]),
  );
  const sent = new Set(sending.map(({ op_id }) => op_id));
  const unsettled = refused.filter(({ code }: OpRow) => code !== DRAINED); // the server has them, and counts them itself
  const left = [...waiting.filter((row: OpRow) => !sent.has(row.op_id)), ...unsettled, ...photos];
  const [oldest] = left.map(({ at }: OpRow) => at).sort();
  return { pending_ops: left.length, oldest_pending_at: oldest };
}

/**
 * Confirmed ops are the person's evidence, and are sent again after a restore; after 30 days of the server's time they
 * may be deleted.
 */
export async function pruneSent(db: Database = local()) {
  const limit = new Date(Date.now() - clockOffset() - SENT_DAYS * DAY).toISOString();
  await db.write(["sent"], async ({ sent }) => {
    const old = await sent.index("received_at").getAllKeys(IDBKeyRange.upperBound(limit, true));
    await each(old, (key) => sent.delete(key));
  });
}
