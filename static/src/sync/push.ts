import { ApiError, syncRequest } from "../api.js";
import type { Database } from "../store/db.js";
import { appVersion, device, SCHEMA } from "../store/device.js";
import { resentAmong, waitingNow } from "../store/evidence.js";
import { markDelivered, takeBatch } from "../store/freeze.js";
import { getMeta, ownerOf } from "../store/local.js";
import { type Accepted, recordKey, reject, settle } from "../store/queue.js";
import { canOpen } from "../store/seal.js";
import type { Op, Value } from "../types.js";

/** The server's result for one op. */
interface PushResult extends Accepted {
  error?: { code: string; [more: string]: Value };
}

interface PushAnswer {
  results?: PushResult[];
  server_time: string;
  epoch?: string;
  confirmed?: string;
}

const JUDGED = new Set(["applied", "conflict", "rejected"]);

const MOST = 50;
const BYTES = 250_000;

type Ops = Array<Op & { n: number }>;

/** With the login of the person whose work it is; when that changes, the rest waits. */
export const push = (db: Database) =>
  deliver(db, async (ops) => {
    const body = await envelope(ops, db);
    return syncRequest("push", { method: "POST", body, timeout: 60_000, owner: ownerOf(db) });
  });

/** Sends the outbox in order until it is empty or the rest must wait. Returns how many ops the server accepted. */
export async function deliver(db: Database, send: (ops: Ops) => Promise<PushAnswer>) {
  const tried = new Set<string>();
  const held = new Set<string>();
  let most = MOST;
  let taken = 0;
  for (;;) {
    const ops = await takeBatch({ tried, held, most, bytes: BYTES }, db);
    if (!ops.length) return taken;
    try {
      taken += await settleAll(db, ops, await send(ops), tried, held);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 413) throw error;
      if (ops.length === 1)
        await reject(
          { op_id: ops[0].op_id, error: { ...error.problem, code: error.code ?? "too_large", detail: error.message } },
          db,
        );
      most = Math.max(1, Math.floor(ops.length / 2));
    }
  }
}

async function envelope(ops: Ops, db: Database) {
  const [epoch = null, cursor = null, confirmed = null, resent, waits] = await Promise.all([
    getMeta("epoch", db),
    getMeta("cursor", db),
    getMeta("confirmed", db),
    resentAmong(ops, db),
    waitingNow(ops, db),
  ]);
  // reported with every request, for this may be the only one that arrives; an empty database first asks (see pull.ts)
  const left = epoch ? waits : {};
  const known = { epoch, cursor, confirmed, resent };
  return { proto: 1, ...known, device_id: device().id, app: appVersion(), schema: SCHEMA, ...left, ops };
}

/** Without the author's key no answer can be kept: what the server has judged is told again when they send it. */
async function leaveDelivered(
  db: Database,
  ops: Ops,
  results: Map<string, PushResult>,
  tried: Set<string>,
  held: Set<string>,
) {
  const judged = ops.filter(({ op_id }) => JUDGED.has(results.get(op_id)?.status ?? ""));
  for (const op of ops) {
    tried.add(op.op_id);
    if (!judged.includes(op)) held.add(recordKey(op));
  }
  await markDelivered(judged, db);
  return judged.length;
}

/**
 * One transaction per result. An op that the answer does not name, or asks to keep, stays in the outbox, with all later
 * ops of the same record.
 */
async function settleAll(db: Database, ops: Ops, answer: PushAnswer, tried: Set<string>, held: Set<string>) {
  const results = new Map((answer.results ?? []).map((result) => [result.op_id, result]));
  if (!canOpen(db.name)) return leaveDelivered(db, ops, results, tried, held);
  let taken = 0;
  for (const op of ops) {
    tried.add(op.op_id);
    const result = results.get(op.op_id);
    if (result?.status === "applied" || result?.status === "conflict") {
      await settle({ ...result, epoch: answer.epoch, confirmed: answer.confirmed }, answer.server_time, db);
      taken += 1;
    } else if (result?.status === "rejected") await reject({ ...result, epoch: answer.epoch }, db);
    else held.add(recordKey(op));
  }
  return taken;
}
