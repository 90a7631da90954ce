// What was opened or printed on this tablet, for the audit trail of the clinic: once for each record and day. It is sent
// with the next sync (sync/seen.ts), and kept until then.

import { today } from "../lib/dates.js";
import type { Database } from "./db.js";
import { hasLocal, local, setMeta } from "./local.js";

export interface Seen {
  record: string;
  kind: "seen" | "print";
  /** As the tablet counts days. */
  day: string;
  at: string;
}

/** `told`: the server has it. */
type Row = { name: string; value: Seen & { told: boolean } };

const START = "seen ";
const SCREEN = /^\/(?:patients|notes|review|calls)\/([0-9a-f]{8}-[0-9a-f-]{27})(?:\/|$)/;

const nameOf = ({ day, kind, record }: Seen) => `${START}${day} ${kind} ${record}`;

/** `path` of the screen that is shown, or printed; nothing is noted of screens without a record. */
export async function noteSeen(path: string, kind: Seen["kind"]): Promise<void> {
  const record = SCREEN.exec(path)?.[1];
  if (!record || !hasLocal()) return;
  const db = local();
  const seen: Seen = { record, kind, day: today(), at: new Date().toISOString() };
  const name = nameOf(seen);
  if (await db.read(["meta"], ({ meta }) => meta.get(name))) return;
  await setMeta({ [name]: { ...seen, told: false } }, db);
}

const allRows = (db: Database): Promise<Row[]> =>
  db.read(["meta"], ({ meta }) => meta.getAll(IDBKeyRange.bound(START, `${START}\uffff`)));

/** What is not sent yet, at most as many as one request takes. */
export async function unsentSeen(db: Database, most: number): Promise<Seen[]> {
  const rows = await allRows(db);
  return rows
    .filter(({ value }) => !value.told)
    .slice(0, most)
    .map(({ value: { record, kind, day, at } }) => ({ record, kind, day, at }));
}

/** Those of today are kept, so that they are not noted again; those of earlier days are deleted. */
export async function markSent(items: Seen[], db: Database): Promise<void> {
  const names = new Set(items.map(nameOf));
  const rows = (await allRows(db)).filter(({ name, value }) => value.told || names.has(name));
  await db.write(["meta"], ({ meta }) =>
    Promise.all(
      rows.map(({ name, value }) =>
        value.day < today() ? meta.delete(name) : meta.put({ name, value: { ...value, told: true } }),
      ),
    ),
  );
}
