import { contentHash } from "../core/canonical.js";
import { overlay } from "../core/merge.js";
import type { BaseRow, LocalRecord, OpRow, ServerRecord } from "../types.js";
import type { Opened, OpenStore, Read } from "./db.js";
import { each } from "./db.js";
import { local, me } from "./local.js";
import { opsOf, recordOf } from "./payload.js";

export type Filter = { patientId?: string; states?: string[] };
export type Found = { rows: BaseRow[]; outbox: OpRow[]; attention: OpRow[] };

/** The stores a record is made of; they are always read together, in one transaction. */
export const RECORD = ["base", "outbox", "attention"];

export const readOne = (type: string, id: string): Promise<Found> =>
  local().read(RECORD, (db) => findOne(db, type, id));

/** The record with this tablet's own ops applied, or null. */
export const get = async (type: string, id: string): Promise<LocalRecord | null> => one(await readOne(type, id));

export const all = (type: string, filter: Filter = {}): Promise<LocalRecord[]> => seeAll(type, filter)(local().read);

/** Calls its listener with the record now and after each change, in any tab. */
export const watch = (type: string, id: string, listener: (record: LocalRecord | null) => void) =>
  local().watch(RECORD, async (read) => one(await read(RECORD, (db) => findOne(db, type, id))), listener);

export const watchAll = (type: string, filter: Filter | null, listener: (records: LocalRecord[]) => void) =>
  local().watch(RECORD, seeAll(type, filter ?? {}), listener);

const seeAll =
  (type: string, filter: Filter): ((read: Read) => Promise<LocalRecord[]>) =>
  async (read) =>
    many(await read(RECORD, (db) => findMany(db, type, filter)), type, filter);

const inOrder = (rows: OpRow[]) => rows.sort((a, b) => a.n - b.n);

export async function findOne({ base, outbox, attention }: Opened, type: string, id: string): Promise<Found> {
  const [row, waiting, refused] = await Promise.all([
    base.get([type, id]),
    outbox.index("[type+id]").getAll([type, id]),
    attention.index("[type+id]").getAll([type, id]),
  ]);
  return { rows: row ? [row] : [], outbox: inOrder(waiting), attention: inOrder(refused) };
}

async function findMany({ base, outbox, attention }: Opened, type: string, filter: Filter): Promise<Found> {
  const [rows, waiting, refused] = await Promise.all([
    baseRows(base, type, filter),
    outbox.index("[type+id]").getAll(allOf(type)),
    attention.index("[type+id]").getAll(allOf(type)),
  ]);
  const have = new Set(rows.map((row) => row.id));
  const touched = new Set([...waiting, ...refused].map((row) => row.id).filter((id) => !have.has(id)));
  const more = await each([...touched], (id) => base.get([type, id]));
  return { rows: [...rows, ...more.filter(Boolean)], outbox: inOrder(waiting), attention: inOrder(refused) };
}

/** Every key that begins with the type; in IndexedDB an array sorts after every string. */
const allOf = (type: string) => IDBKeyRange.bound([type], [type, []]);

async function baseRows(base: OpenStore, type: string, { patientId, states }: Filter): Promise<BaseRow[]> {
  if (patientId) return base.index("[type+patient_id]").getAll([type, patientId]);
  if (states) return (await each(states, (state) => base.index("[type+state]").getAll([type, state]))).flat();
  return base.getAll(allOf(type));
}

export async function one({ rows, outbox, attention }: Found): Promise<LocalRecord | null> {
  return laid(rows[0] ? await recordOf(rows[0]) : null, outbox, attention);
}

async function many(
  { rows, outbox, attention }: Found,
  type: string,
  { patientId, states }: Filter,
): Promise<LocalRecord[]> {
  const records = new Map((await Promise.all(rows.map(recordOf))).map((record) => [record.id, record]));
  const [mine, refused] = [byRecord(outbox), byRecord(attention)];
  const ids = new Set([...records.keys(), ...mine.keys(), ...refused.keys()]);
  const shown = await Promise.all(
    [...ids].map((id) => laid(records.get(id) ?? null, mine.get(id) ?? [], refused.get(id) ?? [])),
  );
  return shown.filter(
    (record): record is LocalRecord =>
      record !== null &&
      record.type === type &&
      (!patientId || record.patient_id === patientId) &&
      (!states || states.includes(record.state)),
  );
}

function byRecord(rows: OpRow[]) {
  const groups: Map<string, OpRow[]> = new Map();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group) group.push(row);
    else groups.set(row.id, [row]);
  }
  return groups;
}

/** a record without local ops is the same object in each call */
const untouched: WeakMap<ServerRecord, LocalRecord> = new WeakMap();

/**
 * A record whose creation was refused has no base; then the refused ops are applied as well, so that it can be read and
 * corrected. Otherwise refused ops are only counted: the screen shows what is, or will be, on the server.
 */
async function laid(record: ServerRecord | null, outbox: OpRow[], attention: OpRow[]): Promise<LocalRecord | null> {
  if (record && !outbox.length && !attention.length) {
    const plain = untouched.get(record) ?? {
      ...record,
      fields: record.fields ?? {},
      pending: 0,
      attention: 0,
      local: {},
    };
    untouched.set(record, plain);
    return plain;
  }
  const rows = record ? outbox : inOrder([...attention, ...outbox]);
  const shown = overlay(record, await opsOf(rows));
  if (!shown) return null;
  const own = record
    ? {}
    : {
        author_name: authorName(shown.author_id),
        seq: 0,
        schema: 0,
        local: { ...shown.local, created: true as const },
      };
  const happened_at = shown.fields?.visit?.session_date
    ? `${shown.fields.visit.session_date}T12:00:00Z`
    : shown.happened_at;
  const content_hash = outbox.length || !record ? await contentHash(shown) : record.content_hash;
  return {
    ...shown,
    ...own,
    happened_at,
    fields: shown.fields ?? {},
    content_hash,
    pending: outbox.length,
    attention: attention.length,
  };
}

function authorName(id: string) {
  const { user } = me();
  return user.id === id ? user.name : "";
}
