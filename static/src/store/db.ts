import { type IDBPObjectStore, openDB } from "idb";
import { t } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import type { Value } from "../types.js";

/** A handle that died (a tablet that slept, a browser that closed its storage process) fails with one of these. */
const DEAD = ["UnknownError", "InvalidStateError", "TransactionInactiveError", "AbortError"];
const RETRY = 500;

/**
 * A store of the table a database is declared with: what a row is known by (several properties: their list), whether the
 * database counts it, and the indexes, of which some admit a value only once.
 */
export type Store = { key: string | string[]; counted?: true; once?: Path[]; by?: Path[] };

export type Path = string | string[];

export type Handle = import("idb").IDBPDatabase;

export type Callbacks = import("idb").OpenDBCallbacks<unknown>;

/** Rows are typed where they are read: what a store holds is known by its name alone. */
export type OpenStore = IDBPObjectStore<Value, Value, Value, "readwrite">;

export type Opened = Record<string, OpenStore>;

export type Read = <T>(names: string[], work: (opened: Opened) => T | Promise<T>) => Promise<T>;

export type Database = ReturnType<typeof database>;

/** Saving or reading on this tablet failed; the message is for the person. */
export class StorageError extends Error {
  name = "StorageError";
}

export const couldNotSave = (reason: string, cause?: unknown) =>
  new StorageError(t("This tablet could not save. Keep this page open and try again. ({reason})", { reason }), {
    cause,
  });

/** Another window holds an older version of the database open ("blocked"), or wants a newer one ("outdated"). */
export const versionTrouble = signal<"blocked" | "outdated">();

/** All requests are on their way before the first is waited for. */
export const each = <I, T>(items: I[], ask: (item: I) => T | Promise<T>) =>
  Promise.all(items.map(async (item) => ask(item)));

/**
 * A database whose handle is replaced when it dies: a read or write is tried again once on a fresh handle, then fails
 * loudly. Whoever adds to the table raises the version; nothing is ever taken out of it.
 */
export function database(name: string, version: number, stores: Record<string, Store>) {
  /** what looks at which stores */
  const watchers: Map<() => void, string[]> = new Map();
  const channel = new BroadcastChannel(name);
  const end = new AbortController();

  let handle: Promise<Handle> | null = null;

  channel.onmessage = ({ data }) => written(data);
  // A page restored from the back/forward cache missed what was written meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && lookAgain(), { signal: end.signal });

  function open() {
    const callbacks: Callbacks = {
      upgrade: (made, _old, _new, tx) => makeMissing(stores, made, tx),
      blocked: () => versionTrouble.tell("blocked"),
      blocking() {
        forget(opening);
        versionTrouble.tell("outdated");
      },
      terminated() {
        forget(opening);
        lookAgain();
      },
    };
    const opening = openAny(callbacks);
    opening.catch(() => forget(opening));
    return opening;
  }

  /** A later version of the app was here, and only added: then its database serves as well. */
  async function openAny(callbacks: Callbacks) {
    try {
      return await openDB(name, version, callbacks);
    } catch (error) {
      if (nameOf(error) !== "VersionError") throw error;
      return openDB(name, undefined, callbacks);
    }
  }

  /** Only the first who finds a handle dead drops it; the others go on with the new one. */
  function forget(dead: Promise<Handle>) {
    if (handle === dead) handle = null;
    dead.then(
      (opened) => opened.close(),
      () => {},
    );
  }

  async function attempt<T>(
    mode: IDBTransactionMode,
    names: string[],
    work: (opened: Opened) => T | Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      if (end.signal.aborted)
        throw new StorageError(t("This tablet has changed to another person. Nothing was saved here."));
      handle ??= open();
      const used = handle;
      try {
        return await transact(await used, mode, names, work);
      } catch (error) {
        if (tries > 1 || end.signal.aborted || !DEAD.includes(nameOf(error))) throw loud(error);
      }
      forget(used);
      lookAgain();
    }
  }

  /** Lets those look again who look at one of these stores. */
  function written(names: string[]) {
    for (const [look, seen] of [...watchers]) if (seen.some((store) => names.includes(store))) look();
  }
  const lookAgain = () => written(Object.keys(stores));

  /** One moment of these stores. `work` awaits nothing but the database. */
  const read = <T>(names: string[], work: (opened: Opened) => T | Promise<T>) => attempt("readonly", names, work);

  return {
    name,
    read,
    /**
     * All of the work or nothing; resolves when the transaction is complete, never earlier.
     * `work` awaits nothing but the database.
     */
    async write<T>(names: string[], work: (opened: Opened) => T | Promise<T>) {
      const done = await attempt("readwrite", names, work);
      written(names);
      if (!end.signal.aborted) channel.postMessage(names);
      return done;
    },
    /**
     * Tells what is seen there, now and after each write to these stores in any tab: one look at a time, and one more
     * when something was written during it.
     */
    watch<T>(names: string[], see: (read: Read) => Promise<T>, tell: (found: T) => unknown) {
      let stopped = false;
      let looking = false;
      let stale = false;
      const over = () => stopped || end.signal.aborted;
      const look = async () => {
        stale = true;
        if (looking) return;
        looking = true;
        while (stale && !over()) {
          stale = false;
          try {
            const found = await see(read);
            queueMicrotask(() => over() || tell(found)); // what goes wrong there is no reason to look again
          } catch (error) {
            if (over()) break;
            if (!(error instanceof StorageError)) reportError(error);
            else stale = await later("Reading again", error);
          }
        }
        looking = false;
      };
      watchers.set(look, names);
      look();
      return () => {
        stopped = true;
        watchers.delete(look);
      };
    },
    /** Touches the disk, so that a handle that died in the background is found before a person writes. */
    probe: () => read(["meta"], ({ meta }) => meta.get("probe")),
    close() {
      end.abort();
      channel.close();
      if (handle) forget(handle);
    },
  };
}

function makeMissing(stores: Record<string, Store>, made: Handle, tx: { objectStore(name: string): Value }) {
  for (const [name, { key, counted = false, once = [], by = [] }] of Object.entries(stores)) {
    const store = made.objectStoreNames.contains(name)
      ? tx.objectStore(name)
      : made.createObjectStore(name, { keyPath: key, autoIncrement: counted });
    for (const path of [...once, ...by]) {
      const index = Array.isArray(path) ? `[${path.join("+")}]` : path;
      if (!store.indexNames.contains(index)) store.createIndex(index, path, { unique: once.includes(path) });
    }
  }
}

/**
 * Strict: it is complete when the disk has it. When the work fails, it is the work's own error that is thrown, and
 * nothing of it stays.
 */
async function transact<T>(
  handle: Handle,
  mode: IDBTransactionMode,
  names: string[],
  work: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  const tx = handle.transaction(names, mode, { durability: "strict" });
  tx.done.catch(() => {}); // it is waited for below, unless the work has failed before
  try {
    const result = await work(Object.fromEntries(names.map((store) => [store, tx.objectStore(store) as OpenStore])));
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it had ended by itself
    }
    throw (nameOf(error) === "AbortError" && tx.error) || error; // a full disk ends the transaction, and that the requests
  }
}

async function later(what: string, error: unknown) {
  console.warn(what, error);
  await new Promise((go) => setTimeout(go, RETRY));
  return true;
}

const nameOf = (error: unknown) => (error instanceof Error || error instanceof DOMException ? error.name : "");

function loud(error: unknown) {
  if (nameOf(error) === "QuotaExceededError")
    return new StorageError(
      t("This tablet is out of space and could not save. Keep this page open, free some space, and try again."),
      { cause: error },
    );
  return error instanceof DOMException ? couldNotSave(error.name, error) : error;
}
