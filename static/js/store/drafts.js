// What is being typed but is no op yet: an amendment, a comment, a reason.

import { local } from "./local.js";
import { open, plain, seal } from "./seal.js";
import { saving } from "./status.js";

const name = (/** @type {string} */ key) => `draft:${key}`;

/** @param {string} key @param {unknown} value plain JSON */
export async function saveDraft(key, value) {
  const copy = plain(value);
  await saving(async () => {
    const payload = await seal(copy, name(key));
    await local().write(["drafts"], (db) => db.drafts.put({ key, payload, at: new Date().toISOString() }));
  });
}

/** @param {string} key @returns {Promise<any>} undefined when there is none */
export async function getDraft(key) {
  const row = await local().read((db) => db.drafts.get(key));
  return row && open(row.payload, name(key));
}

/** @param {string} key */
export const clearDraft = (key) => local().write(["drafts"], (db) => db.drafts.delete(key));

/** @param {string} key @param {(value: any) => void} told */
export const watchDraft = (key, told) =>
  local().watch(
    (db) => db.drafts.get(key),
    async (row) => told(row && (await open(row.payload, name(key)))),
  );
