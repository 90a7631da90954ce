// A blocked tablet: when the server has what a person wrote here, their keys and their database leave the tablet.

import { signal } from "../lib/signal.js";
import type { OpRow } from "../types.js";
import { type Database, each, type Opened } from "./db.js";
import { deviceDb } from "./device.js";
import { isToDeliver } from "./drafts.js";
import { fileOf } from "./local.js";
import { removeIf } from "./old-database.js";
import { isNeeded } from "./pictures.js";
import { timersOf } from "./timers.js";

/** The name in meta: when somebody's work was erased here last. */
export const ERASED = "erasedAt";

/** Only these does the server refuse without keeping them. */
const NOT_KEPT = ["too_large"];

const changes = signal<void>();

/** Called when somebody's work was erased. */
export const onErased = changes.listen;

/** Whether the server has all that was sent or was to be sent, and what was begun. */
const isDelivered = async ({ outbox, attention, drafts, pictures }: Opened): Promise<boolean> => {
  if ((await pictures?.getAll())?.some(isNeeded)) return false; // a database of before photos has no such store
  const [waiting, refused]: OpRow[][] = await Promise.all([outbox.getAll(), attention.getAll()]);
  if ((await drafts.getAll()).some(isToDeliver)) return false;
  return waiting.every(({ delivered }) => delivered) && refused.every(({ code = "" }) => !NOT_KEPT.includes(code));
};

export const isAllDelivered = (db: Database): Promise<boolean> =>
  db.read(["outbox", "attention", "drafts", "pictures"], isDelivered);

/**
 * Judged once more while nobody has the database open, for another window may have saved something since: then it stays,
 * with the keys that open it. What is left when this is interrupted holds nothing, and the next contact goes on. `name`
 * is that of a database which nobody uses.
 */
export async function erase(name: string): Promise<boolean> {
  const found = await each([fileOf(name), name], (file) => removeIf(file, isDelivered));
  if (found.some((end) => end !== "gone")) return false;
  await deviceDb.write(["keys"], ({ keys }) => keys.delete(name));
  await deviceDb.write(["people", "meta", "cache"], async ({ people, meta, cache }) => {
    await people.delete(name);
    await meta.delete(timersOf(name));
    if ((await meta.get("last"))?.value === name) await meta.delete("last");
    await meta.put({ name: ERASED, value: new Date().toISOString() });
    if (!(await people.count())) await cache.clear();
  });
  changes.tell();
  return true;
}

/** When somebody's work was erased from this blocked tablet; null where nobody's was, or somebody has signed in since. */
export const erasedAt = async (): Promise<string | null> =>
  (await deviceDb.read(["meta"], ({ meta }) => meta.get(ERASED)))?.value ?? null;
