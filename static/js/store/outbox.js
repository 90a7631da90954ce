// The outbox as a person sees it: what waits, what was refused, and the ways to retry, export or give up.

import { uuid } from "../lib/ids.js";
import { answerOf, opOf, opRow } from "./payload.js";
import { device } from "./device.js";
import { local, me } from "./local.js";
import { nudge } from "./append.js";

/** @typedef {Op & {n: number, sent: boolean}} Waiting */
/** @typedef {Op & {n: number, error: {code: string, detail: string, [more: string]: any}}} Refused */

/** @param {OpRow} row @returns {Promise<Waiting>} */
const waiting = async (row) => ({ ...(await opOf(row)), sent: row.frozen === 1 });

/** @param {OpRow} row @returns {Promise<Refused>} */
const refused = async (row) => ({
  ...(await opOf(row)),
  error: (await answerOf(row))?.error ?? { code: row.code ?? "", detail: "" },
});

/** @param {import("./db.js").Opened} db @param {string} store @returns {Promise<OpRow[]>} */
const rowsOf = (db, store) => db[store].orderBy("n").toArray();

/** What waits, oldest first. */
export const list = async () => Promise.all((await local().read((db) => rowsOf(db, "outbox"))).map(waiting));

/** @param {(ops: Waiting[]) => void} told */
export const watchOutbox = (told) => follow("outbox", waiting, told);

/** @param {(ops: Refused[]) => void} told */
export const watchAttention = (told) => follow("attention", refused, told);

/** @template T @param {string} store @param {(row: OpRow) => Promise<T>} shape @param {(ops: T[]) => void} told */
function follow(store, shape, told) {
  let turn = 0;
  return local().watch(
    (db) => rowsOf(db, store),
    async (rows) => {
      const mine = ++turn;
      const ops = await Promise.all(rows.map(shape));
      if (mine === turn) told(ops);
    },
  );
}

/** When the server received an op, or null. @param {string} opId @returns {Promise<string | null>} */
export const receivedAt = async (opId) => (await local().read((db) => db.sent.get(opId)))?.received_at ?? null;

/** Asks the server again. It has judged the old op, so the same wish goes as a new one, in its old place. @param {string} opId */
export async function retryOp(opId) {
  const old = await local().read((db) => db.attention.get(opId));
  if (!old) return;
  const { n, ...op } = await opOf(old);
  const row = { ...(await opRow({ ...op, op_id: uuid() }, uuid())), n };
  await local().write(["outbox", "attention"], async (db) => {
    if (!(await db.attention.get(opId))) return;
    await db.attention.delete(opId);
    await db.outbox.put(row);
  });
  nudge();
}

/** Gives up what the server refused. The screen asks for a typed confirmation first. @param {string} opId */
export const discardOp = (opId) => local().write(["attention"], (db) => db.attention.delete(opId));

/** All that the server has not confirmed, as text for a file: what waits and what was refused. */
export async function exportAll() {
  const { user, clinic } = me();
  const found = await local().read(async (db) => ({
    outbox: await rowsOf(db, "outbox"),
    attention: await rowsOf(db, "attention"),
  }));
  const [waitingOps, refusedOps] = await Promise.all([
    Promise.all(found.outbox.map(waiting)),
    Promise.all(found.attention.map(refused)),
  ]);
  const about = {
    format: "needlepoint-unsent",
    version: 1,
    exported_at: new Date().toISOString(),
    user,
    clinic,
    device: device(),
  };
  return `${JSON.stringify({ ...about, waiting: waitingOps, refused: refusedOps }, null, 2)}\n`;
}
