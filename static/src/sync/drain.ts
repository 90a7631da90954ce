// A person was disabled or the tablet blocked: for two weeks the server still takes what is unsent, and keeps it for a
// supervisor. Nothing is read from it, and what was read is gone from the tablet; of a blocked one everything is, once
// the server has the rest.

import { ApiError, request, syncRequest } from "../api.js";
import type { Database } from "../store/db.js";
import { appVersion, device } from "../store/device.js";
import { markDelivered, sealedDrafts } from "../store/drafts.js";
import { erase, isAllDelivered } from "../store/erase.js";
import { waitingNow } from "../store/evidence.js";
import { endReading } from "../store/lease.js";
import { getMeta, hasLocal, local, me, setMeta } from "../store/local.js";
import { canOpen } from "../store/seal.js";
import { lock } from "../store/session.js";
import type { Op, ShutOut } from "../types.js";
import { sendPictures } from "./pictures.js";
import { deliver } from "./push.js";

/** Whose unsent work it is, and where it lies. Of others a refusal says nothing of the login on this tablet. */
interface Writer {
  userId: string;
  db: Database;
  isOther: boolean;
}

/** With these the server refuses whoever asks; it is not asked again before the next cycle. */
const REFUSED = new Set([401, 403]);

/**
 * The server does not take this login. Whether it is shut out is asked without content; then all that waits is sent.
 * Returns whether the person's work was erased here.
 */
export const drain = () => deliverFor({ userId: me().user.id, db: local(), isOther: false });

/** Does nothing for somebody who may sign in. */
export async function deliverFor(writer: Writer): Promise<boolean> {
  try {
    const { until, reason } = await ask(writer, []);
    // A login that ran out is no end of access: what is signed is taken, and the next sign-in sends the rest.
    await remember(writer.db, reason === "login" ? null : { until, reason, over: false });
    await deliver(writer.db, async (ops) => ({ ...(await ask(writer, ops)), epoch: undefined }));
    if (reason === "device") await deliverBegun(writer); // before the photos that it names
    if (canOpen(writer.db.name)) while (await sendPictures(writer.db, writer)); // others send theirs once they are back
    await ask(writer, []);
    return reason === "device" && eraseFor(writer.db);
  } catch (error) {
    if (!(error instanceof ApiError) || !REFUSED.has(error.status)) throw error;
    const over = error.code === "drain_over";
    const { until = null, reason = null } = error.problem;
    await remember(writer.db, over ? { until, reason, over } : null);
    return over && reason === "device" && eraseFor(writer.db);
  }
}

/** What was only begun goes too before the tablet is erased: for a supervisor, never as an entry. */
async function deliverBegun({ userId, db }: Writer) {
  const query = { user_id: userId, device_id: device().id };
  for (const draft of await sealedDrafts(db)) {
    const body = { ops: [{ op_id: draft.op_id, sealed: draft.sealed }] };
    const sent = { method: "POST", query, body, timeout: 60_000, forOther: true };
    const [result] = (await request("/sync/sealed", sent)).results;
    if (result && result.status !== "retry") await markDelivered(draft, db);
  }
}

/** What the server does not have stays, with the keys that open it: its author can still export it. */
async function eraseFor(db: Database): Promise<boolean> {
  if (!(await isAllDelivered(db))) return false;
  if (hasLocal() && local() === db) await lock(true);
  await db.close();
  return erase(db.name);
}

/** The login is good. */
export const admitted = (db: Database) => remember(db, null);

async function ask({ userId, db, isOther }: Writer, ops: Op[]) {
  const body = {
    proto: 1,
    epoch: (await getMeta("epoch", db)) ?? null,
    app: appVersion(),
    ...(await waitingNow(ops, db)),
    ops,
  };
  const query = new URLSearchParams({ user_id: userId, device_id: device().id });
  return syncRequest(`drain?${query}`, { method: "POST", body, timeout: 60_000, forOther: isOther });
}

/** Written only when it changes, for a write makes the screens count again. The end of reading takes along what was sent. */
async function remember(db: Database, shutOut: ShutOut | null) {
  const known = (await getMeta("shutOut", db)) ?? null;
  if (JSON.stringify(known) === JSON.stringify(shutOut)) return;
  await (shutOut ? endReading(db, { shutOut }) : setMeta({ shutOut }, db));
}
