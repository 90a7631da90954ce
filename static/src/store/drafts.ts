// What is begun and is no op yet, on every screen and sheet: an amendment, a reason, a box, a new person.

import { uuid } from "../lib/ids.js";
import type { Shown } from "../core/merge.js";
import type { Pending } from "../lib/pending.js";
import { pending } from "../lib/pending.js";
import type { Value } from "../types.js";
import type { Database, Read } from "./db.js";
import { appVersion } from "./device.js";
import { keysOpenFor } from "./keys.js";
import { clinicKey, local, me } from "./local.js";
import { begunSealed, draftName } from "./payload.js";
import { withRoom } from "./pictures.js";
import { asText, open, plain, seal } from "./seal.js";
import { clockOffset, saving } from "./status.js";

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
      const at = new Date().toISOString();
      const [payload, begun] = await Promise.all([seal(copy, name(key), db.name), sealedToClinic(key, copy, at, db)]);
      await withRoom(db, () => db.write(STORE, ({ drafts }) => drafts.put({ key, payload, at, ...begun })));
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

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/;
/** These hold nothing that a supervisor could use. */
const NOT_DELIVERED = ["photo"];
const OF_PATIENT = ["patient", "merge", "identity", "twins"];

/** For a supervisor, should this tablet be blocked and erased: nobody who could read it may be here then. */
async function sealedToClinic(key: string, value: unknown, at: string, db: Database): Promise<Sealed | undefined> {
  const [keys, clinic] = [keysOpenFor(db.name), clinicKey()];
  const [kind] = key.split(":");
  if (!keys || !clinic || !says(value) || NOT_DELIVERED.includes(kind)) return undefined;
  const op = {
    op_id: uuid(),
    n: 0,
    user_id: me().user.id,
    kind: "unfinished",
    type: OF_PATIENT.includes(kind) ? "patient" : "note",
    id: key.match(ID)?.[0] ?? uuid(),
    client_time: at,
    clock_offset_ms: clockOffset(),
    app: appVersion(),
    key,
    text: JSON.stringify(value),
  };
  return { op_id: op.op_id, sealed: await begunSealed(op, keys, clinic) };
}

interface Sealed {
  op_id: string;
  sealed: string;
}

/** What was begun and the server does not have, as it can be sent by anybody. */
export const sealedDrafts = async (db: Database): Promise<(Sealed & { key: string })[]> =>
  (await db.read(STORE, ({ drafts }) => drafts.getAll())).filter(isToDeliver);

export type DraftRow = { sealed?: string; delivered?: 1 };

/** Whether the server does not have it yet, and could. */
export const isToDeliver = ({ sealed, delivered }: DraftRow): boolean => Boolean(sealed) && delivered !== 1;

export const markDelivered = ({ key, op_id }: Sealed & { key: string }, db: Database) =>
  db.write(STORE, async ({ drafts }) => {
    const row = await drafts.get(key);
    if (row?.op_id === op_id) await drafts.put({ ...row, delivered: 1 });
  });

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
    const begun = await sealedToClinic(to, earlier.value, earlier.at, db);
    await db.write(STORE, async ({ drafts }) => {
      if (await drafts.get(to)) return;
      await drafts.put({ key: to, payload, at: earlier.at, ...begun });
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
