// The summary rows of records, kept in the transaction that changes a record: by a person's edit, an answer, a page of
// the feed, the comparison with the server's list or a new epoch. What is decoded here was encoded by this tablet, so
// that nothing is awaited but the database.

import { hasSummary, SUMMARY_SHAPE, type Summary, summaryOf } from "../core/summary.js";
import type { BaseRow, OpRow } from "../types.js";
import { type Derived, each, type Opened } from "./db.js";
import { recordOf, summaryRow } from "./payload.js";
import { type Found, inOrder, type Owner, unhashed } from "./pending-overlay.js";
import type { Changed, RecordKey } from "./touched.js";

/** The stores a record is made of; they are always read together, in one transaction. */
export const RECORD = ["base", "outbox", "attention"];
export const SUMMARIES = "summaries";
/** The name in meta of the shape that all rows have. */
export const SHAPE = "summaryShape";

/** Rows computed in one batch. */
const STEP = 50;
/** From this number of records on, the ops of all are read at once. */
const MANY = 20;

export async function findOne({ base, outbox, attention }: Opened, type: string, id: string): Promise<Found> {
  const [row, waiting, refused] = await Promise.all([
    base.get([type, id]),
    outbox.index("[type+id]").getAll([type, id]),
    attention.index("[type+id]").getAll([type, id]),
  ]);
  return { rows: row ? [row] : [], outbox: inOrder(waiting), attention: inOrder(refused) };
}

/** For the database of this person, by its name. */
export const summaryRows = (owner: Owner): Derived => ({
  of: RECORD,
  into: SUMMARIES,
  fresh: { store: "meta", row: { name: SHAPE, value: SUMMARY_SHAPE } },
  async keep(db, touched) {
    if (touched) return keepRows(db, touched, owner);
    await db[SUMMARIES].clear();
    await keepRows(db, await keysOfAll(db), owner);
    return null;
  },
});

/** Brings the rows of these records up to date; returns their keys, each with its patient. */
export async function keepRows(db: Opened, keys: Changed[], owner: Owner): Promise<RecordKey[]> {
  const find = keys.length < MANY ? ({ type, id }: Changed) => findOne(db, type, id) : await finder(db);
  const known: RecordKey[] = [];
  for (let at = 0; at < keys.length; at += STEP)
    known.push(...(await each(keys.slice(at, at + STEP), async (key) => keepRow(db, key, await find(key), owner))));
  return known;
}

async function keepRow(db: Opened, { type, id }: RecordKey, found: Found, owner: Owner): Promise<RecordKey> {
  const summaries = db[SUMMARIES];
  if (!hasSummary(type)) return { type, id, patient: found.rows[0]?.patient_id };
  const summary = await summarised(found, owner);
  if (!summary) {
    await summaries.delete([type, id]);
    return { type, id };
  }
  await summaries.put(await summaryRow(summary, owner.key));
  return { type, id, patient: summary.patient_id };
}

/** A record that cannot be decoded is in no list, and hinders no write. */
async function summarised({ rows, outbox, attention }: Found, owner: Owner): Promise<Summary | null> {
  try {
    const record = await unhashed(rows[0] ? await recordOf(rows[0], owner.key) : null, outbox, attention, owner);
    return record && summaryOf(record);
  } catch (error) {
    reportError(error);
    return null;
  }
}

/** Finds what is stored of each record by itself, after the ops of all were read once. */
async function finder(db: Opened) {
  const [outbox, attention] = await Promise.all([byRecord(db.outbox), byRecord(db.attention)]);
  return async ({ type, id, row: written }: Changed): Promise<Found> => {
    const [key, row] = [`${type}/${id}`, written ?? (await db.base.get([type, id]))];
    return { rows: row ? [row] : [], outbox: outbox.get(key) ?? [], attention: attention.get(key) ?? [] };
  };
}

async function byRecord(store: Opened[string]) {
  const groups: Map<string, OpRow[]> = new Map();
  for (const row of inOrder(await store.getAll())) {
    const key = `${row.type}/${row.id}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** The records there are, also those that exist in ops only. */
export async function keysOfAll({ base, outbox, attention }: Opened): Promise<RecordKey[]> {
  const [keys, ...ops] = await Promise.all([base.getAllKeys(), outbox.getAll(), attention.getAll()]);
  const all: [string, string][] = [...keys, ...ops.flat().map((row: BaseRow) => [row.type, row.id])];
  return [...new Map(all.map(([type, id]) => [`${type}/${id}`, { type, id }])).values()];
}

/** Every key that begins with the type, or those behind an id; in IndexedDB an array sorts after every string. */
export const allOf = (type: string, after?: string) =>
  after === undefined ? IDBKeyRange.bound([type], [type, []]) : IDBKeyRange.bound([type, after], [type, []], true);
