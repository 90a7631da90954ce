// How long this tablet shows the clinic's records without the server. When the lease of a person ends, or the server shuts
// them or the tablet out, what the server has leaves their database. What they have not sent stays, with its patients, and
// they may go on writing. The next contact brings the records back.

import { type Database, each, type Opened } from "./db.js";
import { getMeta, local, putMeta, setMeta } from "./local.js";
import { forgetOpened } from "./payload.js";
import { forgetSent } from "./pictures.js";
import { LONG_AGO } from "./queue.js";
import { RECORD, SUMMARIES } from "./rows.js";
import { atWork, holdNobody } from "./scope.js";

/** The name in meta. */
export const HEARD = "heard";

/** Days, of a clinic that has not decided. */
const DAYS = 7;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Heard {
  /** When the server last answered to this person's login, by the clock of this tablet. */
  at: number;
  /** The latest time this clock has shown since. */
  latest: number;
  /** Records were removed, and not all are back. */
  isOver?: true;
  /** The `at` of the lease that ended. */
  ended?: number;
}

/**
 * The server has answered to this person's login; `isWhole`: everything was read since. Kept once an hour, for a write
 * makes the screens count again.
 */
export async function noteContact(db: Database = local(), isWhole = false) {
  const [known, now]: [Heard | undefined, number] = [await getMeta(HEARD, db), Date.now()];
  const isOver = !isWhole && known?.isOver;
  const isFresh = known && known.ended !== known.at && now >= known.at && now < known.at + HOUR;
  if (isFresh && known.isOver === (isOver || undefined)) return;
  await setMeta({ [HEARD]: { at: now, latest: now, ...(isOver ? { isOver } : {}) } }, db);
}

/** Ends the reading when the lease is over, unless the server answers now. A clock that was set back ends it too. */
export async function keepLease(days = DAYS, answers?: () => Promise<boolean>, db: Database = local()) {
  const [known, now]: [Heard | undefined, number] = [await getMeta(HEARD, db), Date.now()];
  if (!known) return noteContact(db);
  if (known.ended === known.at) return;
  const latest = Math.max(known.latest, now);
  const isOver = latest - known.at > days * DAY || latest - now > DAY;
  if (isOver && (await answers?.())) await noteContact(db);
  else if (isOver) await endReading(db, {}, { ...known, latest, ended: known.at });
  else if (latest - known.latest >= HOUR) await setMeta({ [HEARD]: { ...known, latest } }, db);
}

/**
 * Removes the records that nothing waits for; also of a database that is not open. `meta` is written with it. Another tab
 * may be storing a page just now: the comparison that is due from now on finds what it does not bring back.
 */
export async function endReading(db: Database, meta: Record<string, unknown>, heard?: Heard) {
  await db.write([...RECORD, SUMMARIES, "drafts", "pictures", "meta"], async (opened) => {
    await dropRead(opened);
    await opened.meta.delete("cursor");
    await holdNobody(opened);
    const known: Heard = heard ?? (await opened.meta.get(HEARD))?.value ?? { at: Date.now(), latest: Date.now() };
    await putMeta(opened, { ...meta, manifestAt: LONG_AGO, [HEARD]: { ...known, isOver: true } });
  });
  forgetOpened();
  await forgetSent(db);
}

async function dropRead(opened: Opened) {
  const { base, summaries } = opened;
  const [busy, records, lines] = await Promise.all([atWork(opened), base.getAllKeys(), summaries.getAllKeys()]);
  const kept = await each(records.filter(isIn(busy)), (key) => base.get(key));
  for (const { patient_id } of kept) if (patient_id) busy.add(patient_id);
  const isGone = (key: [string, string]) => !isIn(busy)(key);
  await each(records.filter(isGone), (key) => base.delete(key));
  await each(lines.filter(isGone), (key) => summaries.delete(key));
}

const isIn =
  (ids: Set<string>) =>
  ([, id]: [string, string]) =>
    ids.has(id);
