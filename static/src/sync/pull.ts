import { syncRequest } from "../api.js";
import type { Database } from "../store/db.js";
import { appVersion, storageState } from "../store/device.js";
import { pruneSent, waitingNow } from "../store/evidence.js";
import { getMeta, ownerOf, setMeta } from "../store/local.js";
import { applyPage, compareManifest, LONG_AGO } from "../store/queue.js";
import { readPatient } from "./snapshot.js";

/**
 * A short feed is read in one page; of a long one the first pages are small, so that a poor network soon has something
 * stored.
 */
const FIRST = 125;
const LONGEST = 500;
const DAY = 86_400_000;
/** Patients in scope; the others are asked for. */
const SCOPE = "active";

/** Reads the feed from this tablet's cursor to its end; each page is stored together with its cursor. */
export async function pull(db: Database) {
  const { persisted, usage, quota } = await storageState();
  const about = { persisted, usage, quota, app: appVersion() };
  for (let more = true, limit = FIRST; more; limit = Math.min(LONGEST, 2 * limit)) {
    const names = ["epoch", "cursor", "confirmed"];
    const [epoch, cursor, confirmed] = await Promise.all(names.map((name) => getMeta(name, db)));
    const waiting = await waitingNow([], db);
    // an empty database first asks what it should hold: its own report would overwrite that
    const news = epoch ? { ...about, ...waiting } : about;
    const query = { epoch, cursor, confirmed, scope: SCOPE, limit, ...news };
    const page = await syncRequest("pull", { query, timeout: 60_000, owner: ownerOf(db) });
    const lost = (page.reported_pending ?? 0) - waiting.pending_ops;
    if (!epoch && lost > 0) await setMeta({ erased: lost }, db);
    const place = { cursor: page.cursor, epoch: page.epoch, quarantine: page.quarantine ?? 0 };
    const told = page.twins ? { twins: page.twins } : {};
    await applyPage(page.changes, { ...place, ...told, outside: page.outside ?? 0, ...(await scopeOf(db, page)) }, db);
    more = page.more;
  }
}

/** The clinic has changed what tablets hold: then the server's list is compared in this cycle. */
async function scopeOf(db: Database, { scope_months: scopeMonths }: { scope_months?: number }) {
  const before = await getMeta("scopeMonths", db);
  const changed = before !== undefined && before !== scopeMonths;
  return { scopeMonths, ...(changed ? { manifestAt: LONG_AGO } : {}) };
}

/** Once a day, or on request: compares the server's list with ours. Returns whether the feed must be read again. */
export async function checkManifest(db: Database, asked: boolean) {
  const last = await getMeta("manifestAt", db);
  if (!asked && last && Math.abs(Date.now() - Date.parse(last)) < DAY) return false; // the clock may have been set back
  if (!asked && !last) {
    await setMeta({ manifestAt: new Date().toISOString() }, db); // everything has just been read
    return false;
  }
  const query = { epoch: await getMeta("epoch", db), scope: SCOPE };
  const listed = await syncRequest("manifest", { query, timeout: 60_000, owner: ownerOf(db) });
  const { right, torn } = await compareManifest({ outside: {}, ...listed }, new Date().toISOString(), db);
  await pruneSent(db);
  try {
    for (const patient of torn) await readPatient(patient, db);
  } catch (error) {
    await setMeta({ manifestAt: LONG_AGO }, db); // the next cycle compares again
    throw error;
  }
  return !right;
}
