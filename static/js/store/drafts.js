// What is being typed but is no op yet: an amendment, a comment, a reason.

import { local } from "./local.js";
import { open, plain, seal } from "./seal.js";
import { saving } from "./status.js";

const STORE = ["drafts"];
const name = (/** @type {string} */ key) => `draft:${key}`;

/** @param {string} key @param {unknown} value plain JSON */
export async function saveDraft(key, value) {
  const copy = plain(value);
  await saving(async () => {
    const payload = await seal(copy, name(key));
    await local().write(STORE, ({ drafts }) => drafts.put({ key, payload, at: new Date().toISOString() }));
  });
}

/** @param {string} key @returns {Promise<any>} undefined when there is none */
export const getDraft = async (key) => (await findDraft(key))?.value;

/** A draft and when it was last written. @param {string} key @returns {Promise<{value: any, at: string} | undefined>} */
export async function findDraft(key) {
  const row = await local().read(STORE, ({ drafts }) => drafts.get(key));
  return row && { value: await open(row.payload, name(key)), at: row.at };
}

/** @param {string} key */
export const clearDraft = (key) => local().write(STORE, ({ drafts }) => drafts.delete(key));
