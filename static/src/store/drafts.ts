// Text that is being typed and is no op yet: an amendment, a comment, a reason.

import type { Pending } from "../lib/pending.js";
import { pending } from "../lib/pending.js";
import type { Value } from "../types.js";
import { local } from "./local.js";
import { open, plain, seal } from "./seal.js";
import { saving } from "./status.js";

const STORE = ["drafts"];
const name = (key: string) => `draft:${key}`;

/** keys of drafts whose latest text is not stored yet */
const failed: Map<string, Pending> = new Map();

/** `value` is plain JSON. */
export async function saveDraft(key: string, value: unknown) {
  const copy = plain(value);
  const mark = pending();
  try {
    await saving(async () => {
      const payload = await seal(copy, name(key));
      await local().write(STORE, ({ drafts }) => drafts.put({ key, payload, at: new Date().toISOString() }));
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
  const row = await local().read(STORE, ({ drafts }) => drafts.get(key));
  return row && { value: await open(row.payload, name(key)), at: row.at };
}

export async function clearDraft(key: string) {
  await local().write(STORE, ({ drafts }) => drafts.delete(key));
  failed.get(key)?.end();
}

/** Drafts that are not empty, the latest first. */
export const listDrafts = async (): Promise<Array<{ key: string; at: string }>> =>
  (await allDrafts()).map(({ key, at }) => ({ key, at }));

/** The same with their values. */
export async function allDrafts(): Promise<Array<{ key: string; at: string; value: Value }>> {
  const rows = await local().read(STORE, ({ drafts }) => drafts.getAll());
  const found = await Promise.all(
    rows.map(async ({ key, at, payload }) => ({ key, at, value: await open(payload, name(key)) })),
  );
  return found.filter(({ value }) => says(value)).sort((a, b) => b.at.localeCompare(a.at));
}

const says = (value: Value): boolean => {
  if (typeof value === "object" && value !== null) return Object.values(value).some(says);
  return value !== null && value !== undefined && String(value).trim() !== "";
};
