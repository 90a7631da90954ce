// How long this tablet shows the clinic's records without the server. When the lease of a person ends, or the server shuts
// them or the tablet out, what the server has leaves their database. What they have not sent stays, with its patients, and
// they may go on writing. The next contact brings the records back.

import { type Database, each, type Opened } from "./db.js";
import { getMeta, local, putMeta, setMeta } from "./local.js";
import { forgetOpened } from "./payload.js";
import { forgetPlace } from "./queue.js";
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
  isOver?: true;
}

/** The server has answered to this person's login. Kept once an hour, for a write makes the screens count again. */
export async function noteContact(db: Database = local()) {
  const [known, now]: [Heard | undefined, number] = [await getMeta(HEARD, db), Date.now()];
  if (known && !known.isOver && now >= known.at && now < known.at + HOUR) return;
  await setMeta({ [HEARD]: { at: now, latest: now } }, db);
}

/** Ends the reading when the lease is over, unless the server answers now. A clock that was set back ends it too. */
export async function keepLease(days = DAYS, answers?: () => Promise<boolean>, db: Database = local()) {
  const [known, now]: [Heard | undefined, number] = [await getMeta(HEARD, db), Date.now()];
  if (known?.isOver) return;
  if (!known) return noteContact(db);
  const latest = Math.max(known.latest, now);
  const isOver = latest - known.at > days * DAY || latest - now > DAY;
  if (isOver && (await answers?.())) await noteContact(db);
  else if (isOver) await endReading(db, { [HEARD]: { ...known, latest, isOver } });
  else if (latest - known.latest >= HOUR) await setMeta({ [HEARD]: { ...known, latest } }, db);
}

/** Removes the records that nothing waits for; also of a database that is not open. `meta` is written with it. */
export async function endReading(db: Database, meta: Record<string, unknown>) {
  await db.write([...RECORD, SUMMARIES, "drafts", "meta"], async (opened) => {
    await dropRead(opened);
    await forgetPlace(opened);
    await holdNobody(opened);
    await putMeta(opened, meta);
  });
  forgetOpened();
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
