// A photo on its way into a note, from the opening of the camera or of the chooser of files until it is stored. Where the
// system closes the page meanwhile the photo is lost, and the mark that stays says so.

import type { Database } from "../../store/db.js";
import { clearDraft, type Draft, findDraft, saveDraft, watchDrafts } from "../../store/drafts.js";
import { hasLocal, local } from "../../store/local.js";

/** A photo that did not arrive, by the key of its mark. */
export interface LostShot {
  key: string;
  noteId: string;
  view: string | null;
  at: string;
}

const KIND = "photo";

/** The marks of photos that this page has not lost: as long as it lives, and its database is open. */
const going: WeakMap<Database, Set<string>> = new WeakMap();

/** One mark for each note; `isSigned`: its photos come with an amendment. */
export const shotKey = (noteId: string, isSigned: boolean) => [KIND, noteId, ...(isSigned ? ["amend"] : [])].join(":");

/** The camera or the chooser opens, or files were given. */
export function beginShot(key: string, view: string | null): Promise<void> {
  const db = local();
  going.set(db, (going.get(db) ?? new Set()).add(key));
  return saveDraft(key, { view, begun: true });
}

/** Everything is stored, or the person was told what was not, or nothing was chosen. A locked tablet keeps the mark. */
export async function endShot(key: string): Promise<void> {
  if (!hasLocal()) return;
  going.get(local())?.delete(key);
  await clearDraft(key);
}

export const watchLostShots = (listener: (lost: LostShot[]) => void) => {
  const db = local();
  return watchDrafts((drafts) => listener(drafts.filter(({ key }) => isLost(key, db)).map(described)));
};

export async function lostShot(key: string): Promise<LostShot | null> {
  const found = isLost(key, local()) ? await findDraft(key) : undefined;
  return found ? described({ key, ...found }) : null;
}

const isLost = (key: string, db: Database) => key.split(":")[0] === KIND && !going.get(db)?.has(key);

const described = ({ key, at, value }: Draft): LostShot => ({
  ...{ key, at, noteId: key.split(":")[1] },
  view: value.view ?? null,
});
