import { contentHash } from "../core/canonical.js";
import { overlay } from "../core/merge.js";
import { each } from "./db.js";
import { local, me } from "./local.js";
import { opsOf, recordOf } from "./payload.js";

/** @typedef {{patientId?: string, states?: string[]}} Filter */
/** @typedef {{rows: BaseRow[], outbox: OpRow[], attention: OpRow[]}} Found */
/** @typedef {import("./db.js").Opened} Opened */
/** @typedef {import("./db.js").Read} Read */

/** The stores a record is made of; they are always read together, in one moment. */
export const RECORD = ["base", "outbox", "attention"];

/** @param {string} type @param {string} id @returns {Promise<Found>} */
export const readOne = (type, id) => local().read(RECORD, (db) => findOne(db, type, id));

/** The record with this tablet's own ops, or null. @param {string} type @param {string} id @returns {Promise<LocalRecord | null>} */
export const get = async (type, id) => one(await readOne(type, id));

/** @param {string} type @param {Filter} [filter] @returns {Promise<LocalRecord[]>} */
export const all = (type, filter = {}) => seeAll(type, filter)(local().read);

/** Tells the record now and after each change, in any tab. @param {string} type @param {string} id @param {(record: LocalRecord | null) => void} told */
export const watch = (type, id, told) =>
  local().watch(RECORD, async (read) => one(await read(RECORD, (db) => findOne(db, type, id))), told);

/** @param {string} type @param {Filter | null} filter @param {(records: LocalRecord[]) => void} told */
export const watchAll = (type, filter, told) => local().watch(RECORD, seeAll(type, filter ?? {}), told);

/** @param {string} type @param {Filter} filter @returns {(read: Read) => Promise<LocalRecord[]>} */
const seeAll = (type, filter) => async (read) =>
  many(await read(RECORD, (db) => findMany(db, type, filter)), type, filter);

/** @param {OpRow[]} rows */
const inOrder = (rows) => rows.sort((a, b) => a.n - b.n);

/** @param {Opened} db @param {string} type @param {string} id @returns {Promise<Found>} */
export async function findOne({ base, outbox, attention }, type, id) {
  const [row, waiting, refused] = await Promise.all([
    base.get([type, id]),
    outbox.index("[type+id]").getAll([type, id]),
    attention.index("[type+id]").getAll([type, id]),
  ]);
  return { rows: row ? [row] : [], outbox: inOrder(waiting), attention: inOrder(refused) };
}

/** @param {Opened} db @param {string} type @param {Filter} filter @returns {Promise<Found>} */
async function findMany({ base, outbox, attention }, type, filter) {
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

/** Every key that begins with the type; a list stands behind every text. @param {string} type */
const allOf = (type) => IDBKeyRange.bound([type], [type, []]);

/** @param {import("./db.js").OpenStore} base @param {string} type @param {Filter} filter @returns {Promise<BaseRow[]>} */
async function baseRows(base, type, { patientId, states }) {
  if (patientId) return base.index("[type+patient_id]").getAll([type, patientId]);
  if (states) return (await each(states, (state) => base.index("[type+state]").getAll([type, state]))).flat();
  return base.getAll(allOf(type));
}

/** @param {Found} found @returns {Promise<LocalRecord | null>} */
export async function one({ rows, outbox, attention }) {
  return laid(rows[0] ? await recordOf(rows[0]) : null, outbox, attention);
}

/** @param {Found} found @param {string} type @param {Filter} filter @returns {Promise<LocalRecord[]>} */
async function many({ rows, outbox, attention }, type, { patientId, states }) {
  const records = new Map((await Promise.all(rows.map(recordOf))).map((record) => [record.id, record]));
  const [mine, refused] = [byRecord(outbox), byRecord(attention)];
  const ids = new Set([...records.keys(), ...mine.keys(), ...refused.keys()]);
  const shown = await Promise.all(
    [...ids].map((id) => laid(records.get(id) ?? null, mine.get(id) ?? [], refused.get(id) ?? [])),
  );
  return /** @type {LocalRecord[]} */ (
    shown.filter(
      (record) =>
        record &&
        record.type === type &&
        (!patientId || record.patient_id === patientId) &&
        (!states || states.includes(record.state)),
    )
  );
}

/** @param {OpRow[]} rows */
function byRecord(rows) {
  /** @type {Map<string, OpRow[]>} */
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row.id);
    if (group) group.push(row);
    else groups.set(row.id, [row]);
  }
  return groups;
}

/** @type {WeakMap<WireRecord, LocalRecord>} a record nobody here has touched is the same object each time it is told */
const untouched = new WeakMap();

/**
 * A record whose creation was refused has no base; then what the server refused is shown as well, so that it can be read
 * and mended. Otherwise refused ops are only counted: what is on the screen is what is, or will be, on the server.
 * @param {WireRecord | null} record @param {OpRow[]} outbox @param {OpRow[]} attention @returns {Promise<LocalRecord | null>}
 */
async function laid(record, outbox, attention) {
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
    : { author_name: authorName(shown.author_id), seq: 0, schema: 0, local: { ...shown.local, created: true } };
  const happened_at = shown.fields?.visit?.session_date
    ? `${shown.fields.visit.session_date}T12:00:00Z`
    : shown.happened_at;
  const content_hash = outbox.length || !record ? await contentHash(/** @type {any} */ (shown)) : record.content_hash;
  return /** @type {any} */ ({
    ...shown,
    ...own,
    happened_at,
    fields: shown.fields ?? {},
    content_hash,
    pending: outbox.length,
    attention: attention.length,
  });
}

function authorName(/** @type {string} */ id) {
  const { user } = me();
  return user.id === id ? user.name : "";
}
