// The status of the work on this tablet: saved here, waiting, received, needing attention; and whether the server
// answers. Counts come from the database only, never from the engine's memory.

import { onServerTime } from "../api.js";
import { setAhead } from "../lib/dates.js";
import { failedCount, forgetPending, onPending, pending, pendingCount } from "../lib/pending.js";
import { signal } from "../lib/signal.js";
import type { Status } from "../types.js";
import type { Read } from "./db.js";
import { HEARD } from "./lease.js";
import { getMeta, hasLocal, local, onLocalChange } from "./local.js";

const CLOCK_TOLERANCE = 300_000;
const COUNTED = ["outbox", "attention", "pictures", "base", "meta"];
const NOTHING = {
  waiting: 0,
  photos: 0,
  attention: 0,
  conflicts: 0,
  quarantine: 0,
  receivedAt: null,
  oldest: null,
  erased: 0,
  shutOut: null,
  leaseOver: false,
};
const changes = signal<Status>();

let status: Status = {
  saved: true,
  unsaved: 0,
  ...NOTHING,
  connection: "unknown",
  syncing: false,
  checkedAt: null,
  updateReady: false,
  clockWrong: false,
  trouble: "",
};
/** The last write failed. */
let missed = false;
let offset = 0;

let stop: null | (() => void) = null;
let started = false;

export function watchStatus(listener: (status: Status) => void) {
  if (!started) start();
  listener(status);
  return changes.listen(listener);
}

/**
 * Begins something once the first read of the clinic's records is complete or impossible: before that a list would grow
 * while it is read, and be drawn again with each page. `begin` returns its dispose function; `meanwhile` is called when
 * the wait is long. Returns a function that ends what has begun, or prevents it from beginning.
 */
export function afterFirstRead(begin: () => () => void, meanwhile?: () => void): () => void {
  let end: null | (() => void) = null;
  let over = false;
  const go = () => {
    if (!over) end ??= begin();
  };
  getMeta("manifestAt").then((at) => (at ? go() : over || end || meanwhile?.()));
  const stopWatching = watchStatus(({ connection, checkedAt, trouble }) => {
    if (checkedAt || trouble || connection === "offline" || connection === "signin") go();
  });
  return () => {
    over = true;
    stopWatching();
    end?.();
  };
}

/** How many refused or imported entries on the server this person may settle; called when the number changes. */
export function watchQuarantine(listener: (count: number) => void) {
  let last = -1;
  return watchStatus(({ quarantine }) => {
    if (quarantine === last) return;
    last = quarantine;
    listener(quarantine);
  });
}

export const currentStatus = () => status;

export function report(news: Partial<Status>) {
  const names = Object.keys(news) as (keyof Status)[];
  if (names.every((name) => status[name] === news[name])) return;
  status = { ...status, ...news };
  changes.tell(status);
}

/** While the work runs, the status is not "saved". After a failure it stays so until the next success. */
export async function saving<T>(work: () => Promise<T>) {
  const mark = pending();
  try {
    const done = await work();
    missed = false;
    return done;
  } catch (error) {
    missed = true;
    throw error;
  } finally {
    mark.end();
  }
}

/** The person discards what could not be saved. */
export function giveUp() {
  missed = false;
  forgetPending();
}

onPending(() => report({ saved: !missed && !pendingCount(), unsaved: failedCount() }));

/** Milliseconds this tablet's clock is ahead of the server's. */
export const clockOffset = () => offset;

onServerTime((time) => {
  const then = Date.parse(time);
  if (Number.isNaN(then)) return;
  offset = Math.round(Date.now() - then);
  const wrong = Math.abs(offset) > CLOCK_TOLERANCE;
  setAhead(wrong ? offset : 0);
  report({ clockWrong: wrong });
});

function start() {
  started = true;
  onLocalChange(follow);
  follow();
}

function follow() {
  stop?.();
  stop = null;
  if (!hasLocal()) return report({ ...NOTHING, saved: true });
  stop = local().watch(COUNTED, counts, report);
}

async function counts(read: Read) {
  const [waiting, photos, attention, conflicts, [first], received, erased, quarantine, shutOut, heard] = await read(
    COUNTED,
    ({ outbox, attention, pictures, base, meta }) =>
      Promise.all([
        outbox.count(),
        pictures.index("waits").count(),
        attention.count(),
        base.index("[type+state]").count(["conflict", "open"]),
        outbox.getAll(null, 1),
        meta.get("receivedAt"),
        meta.get("erased"),
        meta.get("quarantine"),
        meta.get("shutOut"),
        meta.get(HEARD),
      ]),
  );
  return {
    waiting,
    photos,
    attention,
    conflicts,
    quarantine: quarantine?.value ?? 0,
    oldest: first?.at ?? null,
    receivedAt: received?.value ?? null,
    erased: erased?.value ?? 0,
    shutOut: shutOut?.value ?? null,
    leaseOver: heard?.value.isOver === true && !shutOut?.value,
  };
}
