import type { BaseRow, LocalRecord, OpRow } from "../types.js";
import type { Opened, OpenStore, Read } from "./db.js";
import { each } from "./db.js";
import { local, owner } from "./local.js";
import { recordOf } from "./payload.js";
import { type Found, inOrder, one as oneOf, withPending } from "./pending-overlay.js";
import { allOf, findOne, RECORD } from "./rows.js";

export type { Found } from "./pending-overlay.js";
export { findOne, RECORD } from "./rows.js";

export type Filter = { patientId?: string; states?: string[] };

export const readOne = (type: string, id: string): Promise<Found> =>
  local().read(RECORD, (db) => findOne(db, type, id));

/** The record with this tablet's own ops applied, or null. */
export const get = async (type: string, id: string): Promise<LocalRecord | null> => one(await readOne(type, id));

export const all = (type: string, filter: Filter = {}): Promise<LocalRecord[]> => seeAll(type, filter)(local().read);

/** Calls its listener with the record now and after each change, in any tab. */
export const watch = (type: string, id: string, listener: (record: LocalRecord | null) => void) =>
  local().watch(RECORD, async (read) => one(await read(RECORD, (db) => findOne(db, type, id))), listener, { type, id });

export const watchAll = (type: string, filter: Filter | null, listener: (records: LocalRecord[]) => void) =>
  local().watch(RECORD, seeAll(type, filter ?? {}), listener, { type, patientId: filter?.patientId });

const seeAll =
  (type: string, filter: Filter): ((read: Read) => Promise<LocalRecord[]>) =>
  async (read) =>
    many(await read(RECORD, (db) => findMany(db, type, filter)), type, filter);

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

async function baseRows(base: OpenStore, type: string, { patientId, states }: Filter): Promise<BaseRow[]> {
  if (patientId) return base.index("[type+patient_id]").getAll([type, patientId]);
  if (states) return (await each(states, (state) => base.index("[type+state]").getAll([type, state]))).flat();
  return base.getAll(allOf(type));
}

export const one = (found: Found): Promise<LocalRecord | null> => oneOf(found, owner());

async function many(
  { rows, outbox, attention }: Found,
  type: string,
  { patientId, states }: Filter,
): Promise<LocalRecord[]> {
  const whose = owner();
  const records = new Map(
    (await Promise.all(rows.map((row) => recordOf(row, whose.key)))).map((record) => [record.id, record]),
  );
  const [mine, refused] = [byId(outbox), byId(attention)];
  const ids = new Set([...records.keys(), ...mine.keys(), ...refused.keys()]);
  const shown = await Promise.all(
    [...ids].map((id) => withPending(records.get(id) ?? null, mine.get(id) ?? [], refused.get(id) ?? [], whose)),
  );
  return shown.filter(
    (record): record is LocalRecord =>
      record !== null &&
      record.type === type &&
      (!patientId || record.patient_id === patientId) &&
      (!states || states.includes(record.state)),
  );
}

function byId(rows: OpRow[]) {
  const groups: Map<string, OpRow[]> = new Map();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group) group.push(row);
    else groups.set(row.id, [row]);
  }
  return groups;
}
