// The database of the person working here, one for each clinic and person, so that nobody's queue hides in another's.

import { t } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import { database, StorageError } from "./db.js";

/** Ids, states and numbers are in the clear; what was written is in the sealed payload. Additive only: sync.md 2.11. */
const STORES = {
  base: "[type+id], [type+state], [type+patient_id]",
  outbox: "++n, &op_id, [type+id]",
  sent: "&op_id, n, received_at",
  attention: "&op_id, n, [type+id]",
  drafts: "key",
  meta: "name",
};

/** @typedef {import("./db.js").Database} Database */

/** @type {{db: Database, session: Session} | null} */
let current = null;
const changes = /** @type {ReturnType<typeof signal<void>>} */ (signal());

/** Told whenever another person's database was opened, or none is open any more. */
export const onLocalChange = changes.listen;

/** @param {Session} session */
export const localName = ({ clinic, user }) => `needlepoint:${clinic.id}:${user.id}`;

/** @param {string} name */
export const openStores = (name) => database(name, STORES);

/** Opens the database of this session's person. @param {Session} session */
export function openLocal(session) {
  const name = localName(session);
  const same = current?.db.name === name;
  if (!same) current?.db.close();
  current = { session, db: same && current ? current.db : openStores(name) };
  changes.tell();
}

export function closeLocal() {
  current?.db.close();
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

/** @param {string} name @returns {Promise<any>} */
export const getMeta = async (name) => (await local().read((db) => db.meta.get(name)))?.value;

/** @param {Record<string, unknown>} values */
export const setMeta = (values) => local().write(["meta"], (db) => db.meta.bulkPut(metaRows(values)));

/** For a transaction that writes other stores as well. @param {Record<string, unknown>} values */
export const metaRows = (values) => Object.entries(values).map(([name, value]) => ({ name, value }));
