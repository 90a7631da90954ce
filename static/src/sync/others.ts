// The work of people who have left the tablet to somebody else before it was sent. It goes with their own login, if the
// browser still holds it. Of whoever is shut out the browser's mark is enough, for their work is only kept. All others
// deliver when they sign in again: an op proves its author by their login alone.

import { ApiError, Offline } from "../api.js";
import type { Database } from "../store/db.js";
import { openStores } from "../store/local.js";
import { startEpoch } from "../store/queue.js";
import { allPeople } from "../store/session.js";
import { report } from "../store/status.js";
import type { User } from "../types.js";
import { deliverFor } from "./drain.js";
import { push } from "./push.js";
import { inTurn } from "./turns.js";

const EVERY = 600_000;

let doneAt = 0;

/** The next cycle sends for the others too. */
export function askForOthers() {
  doneAt = 0;
}

/** `open` is the name of the database of the person who is open, `login` that of the one whose login it is. */
export async function sendForOthers(open: string | null, login: string) {
  const now = Date.now();
  if (Math.abs(now - doneAt) < EVERY) return;
  for (const { key, ...user } of await allPeople()) {
    if (key !== open) await inTurn(key, () => sendFor(key, user, open !== null && key === login)).catch(theirs);
  }
  doneAt = now;
}

/** What fails for one person does not hold up the next. */
function theirs(error: unknown) {
  if (error instanceof Offline) throw error;
  report({ trouble: error instanceof Error ? error.message : String(error) });
}

async function sendFor(key: string, user: User, hasLogin: boolean) {
  const db = openStores(key, user);
  try {
    if (!(await db.read(["outbox"], ({ outbox }) => outbox.count()))) return;
    if (hasLogin) await sendWithLogin(db);
    else await deliverFor({ userId: user.id, db, isOther: true });
  } finally {
    db.close();
  }
}

/** What the server refuses of the request as a whole waits for the person. */
async function sendWithLogin(db: Database) {
  try {
    await push(db);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === "epoch_changed" && error.problem.epoch) await startEpoch(error.problem.epoch, db);
  }
}
