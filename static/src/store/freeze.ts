// An op is frozen before it leaves the tablet: signed with its author's key and sealed to the clinic. From then on its
// text never changes, and it can be sent with anybody's login.

import type { Op, OpRow } from "../types.js";
import { type Database, each } from "./db.js";
import { keysOpenFor, type OpenKeys } from "./keys.js";
import { clinicKey, local } from "./local.js";
import { frozenRow, opOf } from "./payload.js";
import { recordKey } from "./queue.js";
import { isPlain } from "./seal.js";

/**
 * The next ops in order, frozen before they are returned: from then on their text never changes. Ops in `tried` were
 * answered in this cycle; those of records in `held` must wait for an earlier one.
 */
export async function takeBatch(
  {
    tried,
    held,
    most,
    bytes,
  }: {
    tried: Set<string>;
    held: Set<string>;
    most: number;
    bytes: number;
  },
  db: Database = local(),
): Promise<Array<Op & { n: number }>> {
  const rows = await db.read(["outbox"], ({ outbox }) => outbox.getAll());
  const free = sendable(rows, keysOpenFor(db.name), new Set(held)).filter((row) => !tried.has(row.op_id));
  const ready = await freeze(free.slice(0, most), db);
  const chosen: Array<Op & { n: number }> = [];
  let size = 0;
  for (const row of ready) {
    const op = await opOf(row, db.name).catch(() => null);
    if (!op) {
      held.add(recordKey(row)); // closed with a key that is lost: it goes sealed while nobody is here
      continue;
    }
    size += new TextEncoder().encode(JSON.stringify(op)).length + 1;
    if (chosen.length && size > bytes) break;
    chosen.push(op);
  }
  return chosen;
}

/**
 * Without the author's key only what was frozen before tablets encrypted can go, and nothing of a record behind what
 * cannot.
 */
function sendable(rows: OpRow[], keys: OpenKeys | null, held: Set<string>): OpRow[] {
  return rows.filter((row) => {
    if (!keys && row.delivered) return false;
    if (!keys && (!row.frozen || !isPlain(row.payload))) held.add(recordKey(row));
    return !held.has(recordKey(row));
  });
}

/**
 * Signs what is not frozen yet and returns all as stored. An op that was changed or settled meanwhile is left out, as
 * are the later ones of the same record.
 */
async function freeze(chosen: OpRow[], db: Database): Promise<OpRow[]> {
  if (!chosen.length) return [];
  const keys = keysOpenFor(db.name);
  const clinic = clinicKey();
  const next = await each(chosen, (row) => (row.frozen || !keys ? row : frozenRow(row, keys, clinic)));
  return db.write(["outbox"], async ({ outbox }) => {
    const there = await each(chosen, ({ n }) => outbox.get(n));
    const skipped = new Set();
    const ready = next.filter((row, i) => {
      const isAsRead = there[i]?.stamp === row.stamp && there[i]?.frozen === chosen[i].frozen;
      if (!isAsRead || skipped.has(recordKey(row))) skipped.add(recordKey(row));
      return !skipped.has(recordKey(row));
    });
    await each(
      ready.filter(({ n }) => chosen.some((row) => row.n === n && !row.frozen)),
      (row) => outbox.put(row),
    );
    return ready;
  });
}

/** Freezes all that waits, before its author leaves the tablet: it can then be sent without them. */
export async function freezeAll(db: Database): Promise<void> {
  if (!keysOpenFor(db.name)) return;
  const rows = await db.read(["outbox"], ({ outbox }) => outbox.getAll());
  await freeze(
    rows.filter((row: OpRow) => !row.frozen),
    db,
  );
}

/** What can be sent with anybody's login, oldest first. */
export const sealedRows = async (db: Database): Promise<OpRow[]> => {
  const rows: OpRow[] = await db.read(["outbox"], ({ outbox }) => outbox.getAll());
  const held = new Set<string>();
  return rows.filter((row) => {
    if (!row.sealed) held.add(recordKey(row));
    return row.sealed && !row.delivered && !held.has(recordKey(row));
  });
};

/** The server has these. They stay until their author has sent them too, who alone may see the answer. */
export const markDelivered = (rows: { n: number; op_id: string; stamp?: string }[], db: Database) =>
  db.write(["outbox"], ({ outbox }) =>
    each(rows, async ({ n, op_id, stamp }) => {
      const row: OpRow | undefined = await outbox.get(n);
      if (row?.op_id === op_id && row.frozen && row.stamp === (stamp ?? row.stamp))
        await outbox.put({ ...row, delivered: 1 });
    }),
  );
