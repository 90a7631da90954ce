// The database of the signed-in person, one for each clinic and person, so that no unsent changes are mixed.

import { t } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import type { Session, User, Value } from "../types.js";
import { type Database, database, each, type Opened, StorageError, type Store } from "./db.js";
import { hasMoved } from "./keys.js";
import { isThere } from "./old-database.js";
import { summaryRows } from "./rows.js";
import { forgetKey, isPlain } from "./seal.js";

/**
 * Ids, states and numbers are properties of a row; the content is in the encoded payload. Additive only: sync.md 2.11.
 */
const STORES: Record<string, Store> = {
  base: {
    key: ["type", "id"],
    by: [
      ["type", "state"],
      ["type", "patient_id"],
      ["type", "seq"],
    ],
  },
  outbox: { key: "n", counted: true, once: ["op_id"], by: [["type", "id"]] },
  sent: { key: "op_id", by: ["n", "received_at"] },
  attention: { key: "op_id", by: ["n", ["type", "id"]] },
  summaries: { key: ["type", "id"], by: [["type", "day", "id"]] },
  drafts: { key: "key" },
  pictures: { key: ["note_id", "sha256"], by: ["waits", "sha256"] },
  files: { key: ["sha256", "kind"] },
  meta: { key: "name" },
};

/** Whether anything in it was written with a key. */
export async function holdsSealed(name: string): Promise<boolean> {
  const kept = ["outbox", "attention", "drafts", "base"];
  const file = (await isThere(fileOf(name))) ? fileOf(name) : name;
  if (!(await isThere(file))) return false;
  const db = openStores(name, undefined, file);
  try {
    if (await db.read(["files"], ({ files }) => files.count())) return true;
    const rows = await db.read(kept, (opened) => each(kept, (store) => opened[store].getAll()));
    return rows.flat().some(({ payload }: { payload: Uint8Array }) => !isPlain(payload));
  } finally {
    db.close();
  }
}

let current: { db: Database; session: Session } | null = null;
const changes = signal<void>();

/** Called whenever another person's database was opened, or none is open any more. */
export const onLocalChange = changes.listen;

export const localName = ({ clinic, user }: Session) => `needlepoint:${clinic.id}:${user.id}`;

/** The id of the clinic in such a name. */
export const clinicOf = (name: string) => name.split(":")[1];

/** Clinic and person of a database, as requests name them. */
export const ownerOf = ({ name }: Database) => name.slice("needlepoint:".length);

/** What the browser calls the database of this name: that of before encryption had the name itself. */
export const fileOf = (name: string) => `${name}:sealed`;

/** Those whose work could not be moved out of the old database this time. */
const staying: Set<string> = new Set();
export const stayIn = (name: string) => void staying.add(name);
export const leaveOld = (name: string) => void staying.delete(name);

/** Without its owner no record in it may change, for its summary would not. */
export const openStores = (name: string, owner?: User, file = fileOf(name)) => ({
  ...database(file, 13, STORES, owner && summaryRows({ ...owner, key: name })),
  name,
});

/** Where the work of somebody lies who has not opened it here since tablets encrypt, too. Their keys may be lost. */
export const openKept = async (name: string) =>
  openStores(name, undefined, (await hasMoved(name)) || !(await isThere(name)) ? fileOf(name) : name);

const openOwn = (name: string, owner: User) => openStores(name, owner, staying.has(name) ? name : fileOf(name));

/** Opens the database of this session's person. */
export function openLocal(session: Session) {
  const name = localName(session);
  const same = current?.db.name === name;
  if (!same && current) forgetKey(current.db.name, current.db.close());
  current = { session, db: same && current ? current.db : openOwn(name, session.user) };
  changes.tell();
}

/** What is being written in it is written with its key. */
export function closeLocal() {
  if (current) forgetKey(current.db.name, current.db.close());
  current = null;
  changes.tell();
}

export const hasLocal = () => current !== null;

function here() {
  if (!current) throw new StorageError(t("Nobody is signed in on this tablet."));
  return current;
}

export const local = () => here().db;
export const me = () => here().session;
/** Whose records are read here. */
export const owner = () => ({ ...me().user, key: local().name });

/** The public key that everything for the clinic is sealed to; null where there is none. */
export const clinicKey = (): string | null => current?.session.keys?.clinic ?? null;

export const getMeta = async (name: string, db: Database = local()): Promise<Value> =>
  (await db.read(["meta"], ({ meta }) => meta.get(name)))?.value;

export const setMeta = (values: Record<string, unknown>, db: Database = local()) =>
  db.write(["meta"], (opened) => putMeta(opened, values));

/** For a transaction that also writes other stores. */
export const putMeta = ({ meta }: Opened, values: Record<string, unknown>) =>
  each(Object.entries(values), ([name, value]) => meta.put({ name, value }));
