// Entries that are not stored yet: text in its input, writes in progress, failed writes. While there is any, nothing is
// called saved, and leaving a screen asks first.

import { signal } from "./signal.js";

export type Pending = { fail(): void; end(): void };

/** A write that takes longer than this hangs. */
const HANGS_MS = 2_000;

/** and whether it has failed */
const entries: Map<Pending, boolean> = new Map();
/** Work that goes on when its screen is left, as a photo that is drawn anew. */
const going: Set<() => void> = new Set();
/** So long a lock waits for it. */
const GOING_MS = 60_000;
const changes = signal<void>();

export const onPending = changes.listen;

export const pendingCount = () => entries.size + going.size;
export const failedCount = () => [...entries.values()].filter(Boolean).length;

/** Registers a write in progress until it `end`s; a failed write stays registered until it is retried. */
export function pending(): Pending {
  const entry = { fail: () => entries.has(entry) && put(true), end };
  const put = (failed: boolean) => {
    entries.set(entry, failed);
    changes.tell();
  };
  function end() {
    if (entries.delete(entry)) changes.tell();
  }
  put(false);
  return entry;
}

/** Registers work that a lock, a sign-out and an update wait for. Returns what ends it. */
export function goingOn(): () => void {
  const end = () => {
    if (going.delete(end)) changes.tell();
  };
  going.add(end);
  changes.tell();
  return end;
}

/** Resolves when no such work is going on, or when it has taken too long. */
export const workDone = (longest = GOING_MS) => Promise.race([until(() => going.size === 0), later(longest)]);

/** What is held back for a moment, as a decision that can be undone, and written when the screen is left. */
const held: Set<() => unknown> = new Set();

/** `write` is called before a screen is left or the tablet is locked. Returns what ends that. */
export function onLeaving(write: () => unknown): () => void {
  held.add(write);
  return () => held.delete(write);
}

export function writeHeld() {
  for (const write of held) write();
}

const later = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));

function until(isOver: () => boolean): Promise<void> {
  return new Promise((done) => {
    if (isOver()) return done();
    const stop = onPending(() => {
      if (!isOver()) return;
      stop();
      done();
    });
  });
}

/** Resolves when no write is in progress; what is left then has failed. */
export const settled = (): Promise<void> => until(() => entries.size === failedCount());

/** Waits for the writes in progress, but not for one that hangs; resolves with whether everything is stored. */
export async function storedSoon(): Promise<boolean> {
  await Promise.race([settled(), later(HANGS_MS)]);
  return entries.size === 0;
}

export function forgetPending() {
  entries.clear();
  changes.tell();
}
