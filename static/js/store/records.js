import { contentHash } from "../core/canonical.js";
import { overlay } from "../core/merge.js";
import { local, me } from "./local.js";
import { opsOf, recordOf } from "./payload.js";

/** @typedef {{patientId?: string, states?: string[]}} Filter */
/** @typedef {{rows: BaseRow[], outbox: OpRow[], attention: OpRow[]}} Found */
/** @typedef {import("./db.js").Opened} Opened */

const ANY = /** @type {any} */ ([[]]);

/** One transaction for the tables a record is made of: a third of the work, and one moment in time.
 * @template T @param {Opened} db @param {() => Promise<T>} work @returns {Promise<T>} */
const atOnce = (db, work) => /** @type {any} */ (db.transaction("r", ["base", "outbox", "attention"], work));

/** @param {string} type @param {string} id @returns {Promise<Found>} */
export const readOne = (type, id) => local().read((db) => atOnce(db, () => findOne(db, type, id)));

/** The record with this tablet's own ops, or null. @param {string} type @param {string} id @returns {Promise<LocalRecord | null>} */
export const get = async (type, id) => one(await readOne(type, id));

/** @param {string} type @param {Filter} [filter] @returns {Promise<LocalRecord[]>} */
export const all = async (type, filter = {}) =>
  many(await local().read((db) => atOnce(db, () => findMany(db, type, filter))), type, filter);

/** Tells the record now and after each change, in any tab. @param {string} type @param {string} id @param {(record: LocalRecord | null) => void} told */
export const watch = (type, id, told) => follow((db) => atOnce(db, () => findOne(db, type, id)), one, told);

/** @param {string} type @param {Filter | null} filter @param {(records: LocalRecord[]) => void} told */
export const watchAll = (type, filter, told) =>
  follow(
    (db) => atOnce(db, () => findMany(db, type, filter ?? {})),
    (found) => many(found, type, filter ?? {}),
    told,
  );

/**
 * Rows are read inside the live query and opened outside of it; an answer that was overtaken is dropped.
 * @template T @param {(db: Opened) => Promise<Found>} querier @param {(found: Found) => Promise<T>} shape @param {(value: T) => void} told
 */
function follow(querier, shape, told) {
  let turn = 0;
  let stopped = false;
  const stop = local().watch(querier, async (found) => {
    const mine = ++turn;
    const value = await shape(found);
    if (mine === turn && !stopped) told(value);
  });
  return () => {
    stopped = true;
    stop();
  };
}

/** @param {Opened} db @param {string} type @param {string} id @returns {Promise<Found>} */
export async function findOne(db, type, id) {
  const [row, outbox, attention] = await Promise.all([
    db.base.get([type, id]),
    db.outbox.where("[type+id]").equals([type, id]).sortBy("n"),
    db.attention.where("[type+id]").equals([type, id]).sortBy("n"),
  ]);
  return { rows: row ? [row] : [], outbox, attention };
}

/** @param {Opened} db @param {string} type @param {Filter} filter @returns {Promise<Found>} */
async function findMany(db, type, { patientId, states }) {
  const ofType = (/** @type {string} */ store) => db[store].where("[type+id]").between([type], [type, ANY]).sortBy("n");
  const [rows, outbox, attention] = await Promise.all([
    baseRows(db, type, patientId, states),
    ofType("outbox"),
    ofType("attention"),
  ]);
  const have = new Set(rows.map((row) => row.id));
  const touched = [...new Set([...outbox, ...attention].map((row) => row.id))].filter((id) => !have.has(id));
  const more = await db.base.bulkGet(touched.map((id) => [type, id]));
  return { rows: [...rows, ...more.filter((row) => row !== undefined)], outbox, attention };
}

/** @param {Opened} db @param {string} type @param {string} [patientId] @param {string[]} [states] @returns {Promise<BaseRow[]>} */
function baseRows(db, type, patientId, states) {
  if (patientId) return db.base.where("[type+patient_id]").equals([type, patientId]).toArray();
  if (states)
    return db.base
      .where("[type+state]")
      .anyOf(states.map((state) => [type, state]))
      .toArray();
  return db.base.where("[type+id]").between([type], [type, ANY]).toArray();
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
  const rows = record ? outbox : [...attention, ...outbox].sort((a, b) => a.n - b.n);
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
