// The work of people who are not at the tablet: they have handed it over, or it is locked or was just started. What they
// have signed is sent sealed, with whatever login the browser holds: its signature proves its author, and nobody else can
// read it or its answer. It is marked as delivered and stays until its author is back, whose own request brings the record
// as it is then. What was written before tablets signed needs its author's login.

import { ApiError, Offline, request } from "../api.js";
import type { Database } from "../store/db.js";
import { device } from "../store/device.js";
import { markDelivered, sealedRows } from "../store/freeze.js";
import { clinicOf, openKept } from "../store/local.js";
import { allPeople } from "../store/people.js";
import { loginHere } from "../store/session.js";
import { report } from "../store/status.js";
import type { OpRow, User } from "../types.js";
import { deliverFor } from "./drain.js";
import { push } from "./push.js";
import { inTurn } from "./turns.js";

const EVERY = 600_000;
/** Ops and bytes in one request. */
const MOST = 50;
const BYTES = 1_000_000;
/** The status of an op that the server has not stored. */
const RETRY = "retry";

let doneAt = 0;
/** When it was last asked whether this tablet is blocked: now and then, also where nothing waits. */
let lookedAt = 0;

/** The next cycle sends for the others too. */
export function askForOthers() {
  doneAt = 0;
  lookedAt = 0;
}

/** `open` is the name of the database of the person who has the tablet, `login` that of the one whose login it is. */
export async function sendForOthers(open: string | null, login: string) {
  const now = Date.now();
  if (open !== null && Math.abs(now - doneAt) < EVERY) return;
  const others = (await allPeople()).filter(({ key }) => key !== open);
  let carrier: string | null = open === null ? null : login;
  const looks = Math.abs(now - lookedAt) >= EVERY;
  for (const { key, ...user } of others) {
    const db = await openKept(key);
    try {
      const isWaiting = await waits(db);
      if (!isWaiting && !looks) continue;
      carrier ??= await loginHere();
      const by = carrier;
      if (!isWaiting && by !== "") continue; // a login that holds says that the tablet is not blocked
      await inTurn(key, () => sendFor(db, user, by)).catch(theirs);
    } finally {
      db.close();
    }
  }
  doneAt = now;
  if (looks) lookedAt = now;
}

/** Whether there is something of theirs that the server may not have. */
const waits = (db: Database) =>
  db.read(["outbox"], async ({ outbox }) => (await outbox.getAll()).some((row: OpRow) => !row.delivered));

/** What fails for one person does not hold up the next. */
function theirs(error: unknown) {
  if (error instanceof Offline) throw error;
  report({ trouble: error instanceof Error ? error.message : String(error) });
}

/** `carrier`: whose login the browser holds; only a login of the same clinic takes sealed work along. */
async function sendFor(db: Database, user: User, carrier: string) {
  const isOfClinic = carrier !== "" && clinicOf(carrier) === clinicOf(db.name);
  if (isOfClinic) await deliverSealed(db);
  else if (await hasSealed(db)) await deliverSealed(db, user.id).catch(unlessShutOut);
  if (carrier !== "" && !(await waits(db))) return;
  if (carrier === db.name) await sendWithLogin(db);
  else await deliverFor({ userId: user.id, db, isOther: true });
}

const hasSealed = async (db: Database) => (await sealedRows(db)).length > 0;

/** Neither a login nor leave to deliver what is unsent. */
function unlessShutOut(error: unknown) {
  if (!(error instanceof ApiError) || error.status !== 401) throw error;
}

/** `userId`: whose leave to deliver it is, where nobody is signed in any more. */
async function deliverSealed(db: Database, userId?: string) {
  const query = userId && { user_id: userId, device_id: device().id };
  const rows = await sealedRows(db);
  for (let at = 0; at < rows.length; ) {
    const some = batchFrom(rows, at);
    at += some.length;
    const ops = some.map(({ op_id, sealed }) => ({ op_id, sealed }));
    const sent = { method: "POST", body: { ops }, timeout: 60_000, ...(query && { query, forOther: true }) };
    const { results } = await request("/sync/sealed", sent);
    const status = new Map(results.map((one: { op_id: string; status: string }) => [one.op_id, one.status]));
    const taken = some.filter(({ op_id }) => status.has(op_id) && status.get(op_id) !== RETRY);
    await markDelivered(taken, db);
    if (taken.length < some.length) return; // later ones may be based on it
  }
}

function batchFrom(rows: OpRow[], at: number): OpRow[] {
  let size = 0;
  const some = rows.slice(at, at + MOST);
  const end = some.findIndex(({ sealed }, i) => {
    size += sealed?.length ?? 0;
    return i > 0 && size > BYTES;
  });
  return end < 0 ? some : some.slice(0, end);
}

/** What the server refuses of the request as a whole waits for the person. */
async function sendWithLogin(db: Database) {
  await push(db).catch((error) => {
    if (!(error instanceof ApiError)) throw error;
  });
}
