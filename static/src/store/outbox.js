// The outbox as a person sees it: what waits, what was refused, and the ways to retry, export or give up.

import { uuid } from "../lib/ids.js";
import { nudge } from "./append.js";
import { each } from "./db.js";
import { device } from "./device.js";
import { local, me } from "./local.js";
import { answerOf, opOf, opRow } from "./payload.js";
import { plain } from "./seal.js";

/** @typedef {import("./db.js").Opened} Opened */
/** @typedef {import("./db.js").Read} Read */
/** @typedef {Op & {n: number, sent: boolean}} Waiting */
/** @typedef {Op & {n: number, error: {code: string, detail: string, [more: string]: any}}} Refused */

/** @param {OpRow} row @returns {Promise<Waiting>} */
const waiting = async (row) => ({ ...(await opOf(row)), sent: row.frozen === 1 });

/** @param {OpRow} row @returns {Promise<Refused>} */
const refused = async (row) => ({
  ...(await opOf(row)),
  error: (await answerOf(row))?.error ?? { code: row.code ?? "", detail: "" },
});

/** Oldest first. @param {Opened} db @returns {Promise<OpRow[]>} */
const waitingRows = ({ outbox }) => outbox.getAll();

/** @param {Opened} db @returns {Promise<OpRow[]>} */
const refusedRows = ({ attention }) => attention.index("n").getAll();

/** @param {Read} read */
const seeWaiting = async (read) => each(await read(["outbox"], waitingRows), waiting);

/** @param {Read} read */
const seeRefused = async (read) => each(await read(["attention"], refusedRows), refused);

/** What waits, oldest first. */
export const list = () => seeWaiting(local().read);

/** @param {(ops: Waiting[]) => void} told */
export const watchOutbox = (told) => local().watch(["outbox"], seeWaiting, told);

/** @param {(ops: Refused[]) => void} told */
export const watchAttention = (told) => local().watch(["attention"], seeRefused, told);

/** When the server received an op, or null. @param {string} opId @returns {Promise<string | null>} */
export const receivedAt = async (opId) =>
  (await local().read(["sent"], ({ sent }) => sent.get(opId)))?.received_at ?? null;

/** Asks the server again. It has judged the old op, so the same wish goes as a new one, cleaned, in its old place. @param {string} opId */
export async function retryOp(opId) {
  const old = await local().read(["attention"], ({ attention }) => attention.get(opId));
  if (!old) return;
  const { n, ...op } = await opOf(old);
  const row = { ...(await opRow(plain({ ...op, op_id: uuid() }), uuid())), n };
  await local().write(["outbox", "attention"], async ({ outbox, attention }) => {
    if (!(await attention.get(opId))) return;
    await attention.delete(opId);
    await outbox.put(row);
  });
  nudge();
}

/** Gives up what the server refused. The screen asks for a typed confirmation first. @param {string} opId */
export const discardOp = (opId) => local().write(["attention"], ({ attention }) => attention.delete(opId));

/** All that the server has not confirmed, as text for a file: what waits and what was refused. */
export async function exportAll() {
  const { user, clinic } = me();
  const [waits, refusals] = await local().read(["outbox", "attention"], (db) =>
    Promise.all([waitingRows(db), refusedRows(db)]),
  );
  const ops = { waiting: await each(waits, waiting), refused: await each(refusals, refused) };
  const about = {
    format: "needlepoint-unsent",
    version: 1,
    exported_at: new Date().toISOString(),
    user,
    clinic,
    device: device(),
  };
  return `${JSON.stringify({ ...about, ...ops }, null, 2)}\n`;
}
