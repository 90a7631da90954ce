import { type IDBPObjectStore, openDB } from "idb";
import { t } from "../lib/i18n.js";
import { signal } from "../lib/signal.js";
import type { Value } from "../types.js";
import { type Changed, isIn, joinTouched, type Range, readMessage, type Touched, trackWrites } from "./touched.js";

/** A dead handle (after sleep, or when the browser closed its storage process) fails with one of these. */
const DEAD = ["UnknownError", "InvalidStateError", "TransactionInactiveError", "AbortError"];
const RETRY = 500;

/**
 * A store of the declaration of a database: its key (several properties as a list), whether the database numbers the
 * rows, and the indexes, some of which are unique.
 */
export type Store = { key: string | string[]; counted?: true; once?: Path[]; by?: Path[] };

export type Path = string | string[];

export type Handle = import("idb").IDBPDatabase;

export type Callbacks = import("idb").OpenDBCallbacks<unknown>;

/** Rows are typed where they are read, because a store is known by its name only. */
export type OpenStore = IDBPObjectStore<Value, Value, Value, "readwrite">;

export type Opened = Record<string, OpenStore>;

/** The transaction in which a database is made. */
type Made = { objectStore(name: string): Value };

export type Read = <T>(names: string[], work: (opened: Opened) => T | Promise<T>) => Promise<T>;

/**
 * Rows that are computed from others: after each write to a store in `of`, `keep` brings those in `into` up to date in
 * the same transaction and returns the records that watches are notified of.
 */
export type Derived = {
  of: string[];
  into: string;
  /** A row of a database that is made now, where nothing has to be computed later. */
  fresh: { store: string; row: Value };
  keep: (opened: Opened, touched: Changed[] | null) => Promise<Touched>;
};

export type Database = ReturnType<typeof database>;

/** Saving or reading on this tablet failed; the message is shown to the person. */
export class StorageError extends Error {
  name = "StorageError";
}

export const couldNotSave = (reason: string, cause?: unknown) =>
  new StorageError(t("This tablet could not save. Keep this page open and try again. ({reason})", { reason }), {
    cause,
  });

/** Another window holds an older version of the database open ("blocked"), or needs a newer one ("outdated"). */
export const versionProblem = signal<"blocked" | "outdated">();

/** Starts all requests before it waits for the first. */
export const each = <I, T>(items: I[], ask: (item: I) => T | Promise<T>) =>
  Promise.all(items.map(async (item) => ask(item)));

/**
 * A database whose handle is replaced when it dies: a read or write is retried once on a fresh handle, then throws. A
 * change of the declaration raises the version; nothing is ever removed from it.
 */
export function database(name: string, version: number, stores: Record<string, Store>, derived?: Derived) {
  /** the watches, with the stores and records each is called for */
  const watchers: Map<(touched: Touched) => void, { names: string[]; range?: Range }> = new Map();
  const channel = new BroadcastChannel(name);
  const end = new AbortController();

  let handle: Promise<Handle> | null = null;

  channel.onmessage = ({ data }) => written(...readMessage(data, Object.keys(stores)));
  // A page restored from the back/forward cache missed what was written meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && lookAgain(), { signal: end.signal });

  function open() {
    const callbacks: Callbacks = {
      upgrade(made, old, _new, tx) {
        makeMissing(stores, made, tx);
        if (old === 0 && derived) (tx as Made).objectStore(derived.fresh.store).put(derived.fresh.row);
      },
      blocked: () => versionProblem.tell("blocked"),
      blocking() {
        forget(opening);
        versionProblem.tell("outdated");
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

  /** A later version of the app has opened the database. It only added stores, so the database is still usable. */
  async function openAny(callbacks: Callbacks) {
    try {
      return await openDB(name, version, callbacks);
    } catch (error) {
      if (nameOf(error) !== "VersionError") throw error;
      return openDB(name, undefined, callbacks);
    }
  }

  /** Only the first caller that finds a handle dead drops it; the others continue with the new one. */
  function forget(dead: Promise<Handle>) {
    if (handle === dead) handle = null;
    dead.then(
      (opened) => opened.close(),
      () => {},
    );
  }

  /** What has begun ends, also when the database is closed meanwhile. */
  const running: Set<Promise<unknown>> = new Set();

  function attempt<T>(mode: IDBTransactionMode, names: string[], work: (opened: Opened) => T | Promise<T>): Promise<T> {
    const done = attempts(mode, names, work);
    running.add(done);
    const over = () => running.delete(done);
    done.then(over, over);
    return done;
  }

  async function attempts<T>(
    mode: IDBTransactionMode,
    names: string[],
    work: (opened: Opened) => T | Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      if (end.signal.aborted) throw new StorageError(t("Somebody else has this tablet now. Nothing was saved here."));
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

  /** Notifies the watches of these stores and records. */
  function written(names: string[], touched: Touched = null) {
    for (const [look, seen] of [...watchers])
      if (seen.names.some((store) => names.includes(store)) && isIn(seen.range, touched)) look(touched);
  }
  const lookAgain = () => written(Object.keys(stores));

  /** A consistent read of these stores. `work` awaits nothing but the database. */
  const read = <T>(names: string[], work: (opened: Opened) => T | Promise<T>) => attempt("readonly", names, work);

  return {
    name,
    read,
    /**
     * Does all of the work or nothing; resolves when the transaction is complete, never earlier. `work` awaits nothing
     * but the database.
     */
    async write<T>(names: string[], work: (opened: Opened) => T | Promise<T>) {
      const keeps = derived?.of.some((store) => names.includes(store)) ? derived : null;
      const used = keeps ? [...new Set([...names, ...keeps.of, keeps.into])] : names;
      const notified = keeps ? [...names, keeps.into] : names;
      let touched: Touched = null;
      const done = await attempt("readwrite", used, async (opened) => {
        if (!keeps) return work(opened);
        const tracked = trackWrites(opened, keeps.of);
        const result = await work(tracked.stores);
        touched = await keeps.keep(opened, await tracked.touched());
        return result;
      });
      written(notified, touched);
      if (!end.signal.aborted) channel.postMessage([...notified, { touched }]);
      return done;
    },
    /**
     * Calls its listener with the result of a read, now and after each write to these stores in any tab, or only after
     * those that change a record of `range`: one read at a time, and one more when something was written during it.
     * `see` is given the records that have changed since it last read; null means any.
     */
    watch<T>(
      names: string[],
      see: (read: Read, touched: Touched) => Promise<T>,
      tell: (found: T) => unknown,
      range?: Range,
    ) {
      let stopped = false;
      let looking = false;
      let stale = false;
      let changed: Touched = [];
      const over = () => stopped || end.signal.aborted;
      const look = async (touched: Touched) => {
        changed = joinTouched(changed, touched);
        stale = true;
        if (looking) return;
        looking = true;
        while (stale && !over()) {
          const since = changed;
          stale = false;
          changed = [];
          try {
            const found = await see(read, since);
            queueMicrotask(() => over() || tell(found)); // an error in the listener is no reason to read again
          } catch (error) {
            changed = null;
            if (over()) break;
            if (!(error instanceof StorageError)) reportError(error);
            else stale = await later("Reading again", error);
          }
        }
        looking = false;
      };
      watchers.set(look, { names, range });
      look(null);
      return () => {
        stopped = true;
        watchers.delete(look);
      };
    },
    /** Reads from the disk, so that a handle that died in the background is found before a person writes. */
    probe: () => read(["meta"], ({ meta }) => meta.get("probe")),
    /** Settles when what was being read or written is complete. */
    close() {
      end.abort();
      channel.close();
      if (handle) forget(handle);
      return Promise.allSettled([...running]);
    },
  };
}

function makeMissing(stores: Record<string, Store>, made: Handle, tx: Made) {
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
 * Strict durability: complete when the disk has the data. When the work fails, its own error is thrown and the
 * transaction is rolled back.
 */
async function transact<T>(
  handle: Handle,
  mode: IDBTransactionMode,
  names: string[],
  work: (opened: Opened) => T | Promise<T>,
): Promise<T> {
  const tx = handle.transaction(names, mode, { durability: "strict" });
  tx.done.catch(() => {}); // awaited below, unless the work has failed before
  try {
    const result = await work(Object.fromEntries(names.map((store) => [store, tx.objectStore(store) as OpenStore])));
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // the transaction had already ended
    }
    throw (nameOf(error) === "AbortError" && tx.error) || error; // a full disk aborts the transaction with its requests
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
