// Databases by their bare name: whether there is one, and the removal of one that an app of before may still have open.

import { deleteDB, openDB } from "idb";
import type { Opened, OpenStore } from "./db.js";

/** No app gives its database so high a version: one of before then finds no stores any more, instead of writing. */
const LAST = 1_000;

/** None is made. */
export async function isThere(name: string): Promise<boolean> {
  let isNew = false;
  try {
    const opened = await openDB(name, undefined, {
      upgrade(_made, _old, _new, tx) {
        isNew = true;
        tx.done.catch(() => {}); // opening fails with it
        tx.abort();
      },
    });
    opened.close();
    return true;
  } catch (error) {
    if (isNew) return false;
    throw error;
  }
}

/**
 * Deletes a database whole if nothing in it is missing elsewhere, which `holds` judges while nobody else has it open:
 * "gone". Else there is "more". A window that does not let go of it ("held") is not waited for.
 */
export async function removeIf(
  name: string,
  holds: (opened: Opened) => Promise<boolean>,
): Promise<"gone" | "more" | "held"> {
  const found = await empty(name, holds);
  if (found !== "gone") return found;
  return new Promise((settle, fail) => {
    deleteDB(name, { blocked: () => settle("held") }).then(() => settle("gone"), fail);
  });
}

function empty(name: string, holds: (opened: Opened) => Promise<boolean>): Promise<"gone" | "more" | "held"> {
  return new Promise((settle, fail) => {
    let isEmpty = false;
    let isMore = false;
    const opening = openDB(name, LAST, {
      async upgrade(made, _old, _new, tx) {
        tx.done.catch(() => {});
        const names = [...made.objectStoreNames];
        const opened = Object.fromEntries(names.map((store) => [store, tx.objectStore(store) as unknown as OpenStore]));
        isMore = names.includes("outbox") && !(await holds(opened).catch(() => false));
        if (isMore) return tx.abort();
        for (const store of names) made.deleteObjectStore(store);
        isEmpty = true;
      },
      blocked: () => settle("held"),
      blocking: () => void opening.then((opened) => opened.close()),
    });
    opening.then(
      (opened) => {
        opened.close();
        settle(isEmpty || opened.objectStoreNames.length === 0 ? "gone" : "more");
      },
      (error) => (isMore ? settle("more") : fail(error)),
    );
  });
}
