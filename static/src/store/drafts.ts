// What is begun and is no op yet, on every screen and sheet: an amendment, a reason, a box, a new person.

import type { Shown } from "../core/merge.js";
import type { Pending } from "../lib/pending.js";
import { pending } from "../lib/pending.js";
import type { Value } from "../types.js";
import type { Database, Read } from "./db.js";
import { local } from "./local.js";
import { draftName } from "./payload.js";
import { asText, open, plain, seal } from "./seal.js";
import { saving } from "./status.js";

const STORE = ["drafts"];
const name = draftName;

/** keys of drafts whose latest text is not stored yet */
const failed: Map<string, Pending> = new Map();

/** The last write of each draft. */
const turns: Map<string, Promise<unknown>> = new Map();

/** Writes of one draft are made in the order in which they are asked for. */
function inTurn<T>(key: string, write: () => Promise<T>): Promise<T> {
  const mine = (turns.get(key) ?? Promise.resolve()).then(write, write);
  turns.set(key, mine);
  return mine;
}

/** `value` is plain JSON. */
export async function saveDraft(key: string, value: unknown): Promise<void> {
  const copy = plain(value);
  return inTurn(key, () => write(key, copy));
}

async function write(key: string, copy: unknown) {
  const mark = pending();
  try {
    await saving(async () => {
      const db = local();
      const payload = await seal(copy, name(key), db.name);
      await db.write(STORE, ({ drafts }) => drafts.put({ key, payload, at: new Date().toISOString() }));
    });
    mark.end();
  } catch (error) {
    mark.fail();
    throw error;
  } finally {
    failed.get(key)?.end();
    failed.set(key, mark);
  }
}

/** Returns undefined when there is none. */
export const getDraft = async (key: string): Promise<Value> => (await findDraft(key))?.value;

/** A draft, with the time of its last write. */
export async function findDraft(key: string): Promise<{ value: Value; at: string } | undefined> {
  const db = local();
  const row = await db.read(STORE, ({ drafts }) => drafts.get(key));
  return row && { value: await open(row.payload, name(key), db.name), at: row.at };
}

/** Where both keys have a draft, both stay as they are. */
export async function renameDraft(from: string, to: string): Promise<void> {
  await inTurn(to, async () => {
    const earlier = await findDraft(from);
    if (!earlier) return;
    const db = local();
    const payload = await seal(earlier.value, name(to), db.name);
    await db.write(STORE, async ({ drafts }) => {
      if (await drafts.get(to)) return;
      await drafts.put({ key: to, payload, at: earlier.at });
      await drafts.delete(from);
    });
  });
}

export async function clearDraft(key: string) {
  await inTurn(key, () => local().write(STORE, ({ drafts }) => drafts.delete(key)));
  failed.get(key)?.end();
}

/** The draft of a sheet. */
export const draftOf = <Kept>(key: string) => ({
  load: (): Promise<Kept | undefined> => getDraft(key),
  save: (value: Kept) => saveDraft(key, value),
  clear: () => clearDraft(key),
});

/** The draft of a text that replaces a value. It stays based on what its author was shown when they began. */
export function textDraft(key: string, shown: Shown) {
  const draft = {
    shown,
    load: async (): Promise<string | undefined> => {
      const found = await getDraft(key);
      if (found) draft.shown = found.shown;
      return found?.text;
    },
    save: (text: string) => saveDraft(key, { text, shown: draft.shown }),
    clear: () => clearDraft(key),
  };
  return draft;
}

export type Draft = { key: string; at: string; value: Value };

/** Drafts that are not empty, the latest first. */
export const allDrafts = () => readDrafts(local())(local().read);

export const watchDrafts = (listener: (drafts: Draft[]) => void) => local().watch(STORE, readDrafts(local()), listener);

const readDrafts =
  (db: Database) =>
  async (read: Read): Promise<Draft[]> => {
    const rows = await read(STORE, ({ drafts }) => drafts.getAll());
    const found = await Promise.all(
      rows.map(async ({ key, at, payload }) => ({
        key,
        at,
        value: await orDamaged(open(payload, name(key), db.name), payload),
      })),
    );
    return found.filter(({ value }) => says(value)).sort((a, b) => b.at.localeCompare(a.at));
  };

/** One that cannot be read does not hide the others: its bytes stand in its place. */
const orDamaged = (value: Promise<Value>, payload: Uint8Array): Promise<Value> =>
  value.catch((error) => `${error}: ${asText(payload)}`);

const says = (value: Value): boolean => {
  if (typeof value === "object" && value !== null) return Object.values(value).some(says);
  return value !== null && value !== undefined && String(value).trim() !== "";
};
