// The outbox as a person sees it: pending and refused changes, and the actions to retry, export or discard.

import { uuid } from "../lib/ids.js";
import type { Op, OpRow, Value } from "../types.js";
import { nudge } from "./append.js";
import { each, type Opened, type Read } from "./db.js";
import { device } from "./device.js";
import { allDrafts } from "./drafts.js";
import { freezeAll } from "./freeze.js";
import { local, me } from "./local.js";
import { answerOf, opOf, opRow } from "./payload.js";
import { waitingPictures } from "./pictures.js";
import { DRAINED } from "./queue.js";
import { asText, plain } from "./seal.js";

export type Waiting = Op & { n: number; sent: boolean };
export type Refused = Op & { n: number; error: { code: string; detail: string; [more: string]: Value } };

const waiting = async (row: OpRow): Promise<Waiting> => ({
  ...(await opOf(row, local().name)),
  sent: row.frozen === 1,
});

const refused = async (row: OpRow): Promise<Refused> => ({
  ...(await opOf(row, local().name)),
  error: (await answerOf(row, local().name))?.error ?? { code: row.code ?? "", detail: "" },
});

/** Oldest first. */
const waitingRows = ({ outbox }: Opened): Promise<OpRow[]> => outbox.getAll();

const refusedRows = ({ attention }: Opened): Promise<OpRow[]> => attention.index("n").getAll();

const seeWaiting = async (read: Read) => each(await read(["outbox"], waitingRows), waiting);

const seeRefused = async (read: Read) => each(await read(["attention"], refusedRows), refused);

/** Pending ops, oldest first. */
export const list = () => seeWaiting(local().read);

export const watchOutbox = (listener: (ops: Waiting[]) => void) => local().watch(["outbox"], seeWaiting, listener);

export const watchAttention = (listener: (ops: Refused[]) => void) =>
  local().watch(["attention"], seeRefused, listener);

/** When the server received an op, or null. */
export const receivedAt = async (opId: string): Promise<string | null> =>
  (await local().read(["sent"], ({ sent }) => sent.get(opId)))?.received_at ?? null;

/**
 * Sends a refused op again. The server has already judged the old id, so the same change gets a new id, is cleaned, and
 * takes the old place.
 */
export async function retryOp(opId: string) {
  const old = await local().read(["attention"], ({ attention }) => attention.get(opId));
  if (!old) return;
  const row = old.code === DRAINED ? asItWas(old) : await anew(old);
  await local().write(["outbox", "attention"], async ({ outbox, attention }) => {
    if (!(await attention.get(opId))) return;
    await attention.delete(opId);
    await outbox.put(row);
  });
  nudge();
}

/** A supervisor may have decided about it meanwhile: the server tells what became of it by its old id. */
const asItWas = ({ code: _code, answer: _answer, ...row }: OpRow) => row;

async function anew(old: OpRow) {
  const { n, signature: _signature, ...op } = await opOf(old, local().name);
  return { ...(await opRow(plain({ ...op, op_id: uuid() }), uuid(), local().name)), n };
}

/** Discards what the server refused. The screen asks for a typed confirmation first. */
export const discardOp = (opId: string) => local().write(["attention"], ({ attention }) => attention.delete(opId));

/** One row that cannot be read does not keep the others from the file: its bytes stand in its place. */
const orDamaged =
  <Of>(read: (row: OpRow) => Promise<Of>) =>
  (row: OpRow): Promise<Of | { damaged: string; op_id: string }> =>
    read(row).catch((error) => ({ damaged: `${error}: ${asText(row.payload)}`, op_id: row.op_id }));

/** Refused changes. */
export const listRefused = async () => each(await local().read(["attention"], refusedRows), orDamaged(refused));

/**
 * Everything the server has not confirmed, as text for a file: pending and refused changes, and what is only begun. What
 * waits is signed first where it can be: what the tablet sends later is then what the file holds, and known as such.
 * Photos are listed and saved one by one (`features/photos`): all of them as one text would be more than a tablet holds.
 */
export async function exportAll() {
  const { user, clinic } = me();
  await freezeAll(local()).catch(() => {}); // the file is written all the same
  const [waits, refusals] = await local().read(["outbox", "attention"], (db) =>
    Promise.all([waitingRows(db), refusedRows(db)]),
  );
  const ops = { waiting: await each(waits, orDamaged(waiting)), refused: await each(refusals, orDamaged(refused)) };
  const about = {
    format: "needlepoint-unsent",
    version: 1,
    exported_at: new Date().toISOString(),
    user,
    clinic,
    device: device(),
  };
  const photos = await waitingPictures();
  return `${JSON.stringify({ ...about, ...ops, drafts: await allDrafts(), photos_not_in_this_file: photos }, null, 2)}\n`;
}
