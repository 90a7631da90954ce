// The people who have worked on this tablet.

import type { OpRow, User } from "../types.js";
import { deviceDb } from "./device.js";
import { hasKeys } from "./keys.js";
import { hasLocal, local, openKept } from "./local.js";

export type Person = User & { key: string; clinic: { id: string; name: string }; pending: number; signedIn: boolean };

export const allPeople = (): Promise<Omit<Person, "pending">[]> =>
  deviceDb.read(["people"], (db) => db.people.getAll());

/** The people who have worked on this tablet, with their unsent changes and photos. */
export async function people(): Promise<Person[]> {
  const rows = await allPeople();
  const found = await Promise.all(rows.map(async (row) => ({ ...row, pending: await unsent(row.key) })));
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

/** Whether their device secret is enough for a person to have the tablet; otherwise they sign in first. */
export const opensBySecret = async ({ key, signedIn }: Pick<Person, "key" | "signedIn">): Promise<boolean> =>
  signedIn && (await hasKeys(key));

async function unsent(key: string) {
  const open = hasLocal() && local().name === key;
  const store = open ? local() : await openKept(key);
  try {
    return await store.read(
      ["outbox", "attention", "pictures"],
      async ({ outbox, attention, pictures }) =>
        (await outbox.getAll()).filter((row: OpRow) => !row.delivered).length +
        (await attention.count()) +
        (await pictures.index("waits").count()),
    );
  } finally {
    if (!open) store.close();
  }
}
