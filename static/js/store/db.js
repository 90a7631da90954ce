import { Dexie, liveQuery } from "../../vendor/dexie/dexie.min.mjs";
import { t } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";

/** Strict: a transaction is complete when the disk has it. No cache: what is shown as saved was read back. */
const OPTIONS = /** @type {const} */ ({ chromeTransactionDurability: "strict", cache: "disabled" });

/** A handle that died (a tablet that slept, a browser that closed its storage process) fails with one of these. */
const DEAD = [
  "UnknownError",
  "UnknownException",
  "InvalidStateError",
  "DatabaseClosedError",
  "OpenFailedError",
  "TransactionInactiveError",
];

const KNOWN = Object.values(Dexie.errnames);

/** @typedef {import("../../vendor/dexie/dexie.min.mjs").Dexie & Record<string, import("../../vendor/dexie/dexie.min.mjs").Table<any, any>>} Opened */
/** @typedef {ReturnType<typeof database>} Database */

/** Saving or reading on this tablet failed; the message is for the person. */
export class StorageError extends Error {
  name = "StorageError";
}

/** Another window holds an older version of the database open ("blocked"), or wants a newer one ("outdated"). */
export const versionTrouble = /** @type {ReturnType<typeof signal<"blocked" | "outdated">>} */ (signal());

/**
 * A database whose handle is replaced when it dies. A read or write is tried again once on a fresh handle, then fails
 * loudly. `write` resolves when the transaction is complete, never earlier.
 * @param {string} name
 * @param {Record<string, string>} stores
 */
export function database(name, stores) {
  /** @type {Set<() => void>} */
  const watchers = new Set();
  let ended = false;
  let db = fresh();

  function fresh() {
    const made = /** @type {Opened} */ (new Dexie(name, OPTIONS));
    made.version(1).stores(stores);
    made.on("versionchange", () => {
      made.close();
      versionTrouble.tell("outdated");
    });
    made.on("blocked", () => versionTrouble.tell("blocked"));
    return made;
  }

  /** Only the first who finds a handle dead replaces it; the others go on with the new one. */
  function replaceHandle(/** @type {Opened} */ dead) {
    if (db !== dead) return;
    dead.close();
    db = fresh();
  }

  /** @template T @param {(db: Opened) => PromiseLike<T>} work @returns {Promise<T>} */
  async function attempt(work) {
    if (ended) throw new StorageError(t("This tablet has changed to another person. Nothing was saved here."));
    const used = db;
    try {
      return await work(used);
    } catch (error) {
      if (!isDead(error) || ended) throw loud(error);
    }
    replaceHandle(used);
    try {
      return await work(db);
    } catch (error) {
      throw loud(error);
    }
  }

  return {
    name,
    /** @template T @param {(db: Opened) => PromiseLike<T>} work */
    read: (work) => attempt(work),
    /** @template T @param {string[]} tables @param {(db: Opened) => PromiseLike<T>} work only awaits the database */
    write: (tables, work) => attempt((opened) => opened.transaction("rw", tables, () => work(opened))),
    /**
     * Tells what the querier finds, now and after each change made in any tab.
     * @template T @param {(db: Opened) => Promise<T>} querier @param {(found: T) => unknown} tell
     */
    watch(querier, tell) {
      let stopped = false;
      /** @type {{unsubscribe(): void} | null} */
      let subscription = null;
      let used = db;
      const subscribe = () => {
        subscription?.unsubscribe();
        if (stopped || ended) return;
        used = db;
        subscription = liveQuery(() => querier(db)).subscribe({
          next: (found) => void (stopped || tell(found)),
          error: again,
        });
      };
      const again = (/** @type {unknown} */ error) => {
        console.warn("Reading again", error);
        if (isDead(error) && !ended) replaceHandle(used);
        setTimeout(subscribe, 500);
      };
      watchers.add(subscribe);
      subscribe();
      return () => {
        stopped = true;
        watchers.delete(subscribe);
        subscription?.unsubscribe();
      };
    },
    /** Touches the disk, so that a handle that died in the background is found before a person writes. */
    async probe() {
      const before = db;
      await attempt((opened) => opened.table("meta").get("probe"));
      if (db !== before) for (const subscribe of [...watchers]) subscribe();
    },
    close() {
      ended = true;
      db.close();
    },
  };
}

function isDead(/** @type {any} */ error) {
  const names = [error?.name, error?.inner?.name];
  if (names.some((name) => DEAD.includes(name))) return true;
  return names.includes("AbortError") && !names.includes("QuotaExceededError");
}

/** @param {any} error */
function loud(error) {
  const names = [error?.name, error?.inner?.name];
  if (names.includes("QuotaExceededError"))
    return new StorageError(
      t("This tablet is out of space and could not save. Keep this page open, free some space, and try again."),
      { cause: error },
    );
  if (error instanceof DOMException || KNOWN.includes(error?.name))
    return new StorageError(
      t("This tablet could not save. Keep this page open and try again. ({reason})", { reason: error.name }),
      { cause: error },
    );
  return error;
}
