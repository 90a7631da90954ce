// Entries that are not stored yet: text in its input, writes in progress, failed writes. While there is any, nothing is
// called saved, and leaving a screen asks first.

import { signal } from "./signal.js";

export type Pending = { fail(): void; end(): void };

/** and whether it has failed */
const entries: Map<Pending, boolean> = new Map();
const changes = signal<void>();

export const onPending = changes.listen;

export const pendingCount = () => entries.size;
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

/** Resolves when no write is in progress; what is left then has failed. */
export function settled(): Promise<void> {
  const isOver = () => entries.size === failedCount();
  return new Promise((done) => {
    if (isOver()) return done();
    const stop = onPending(() => {
      if (!isOver()) return;
      stop();
      done();
    });
  });
}

export function forgetPending() {
  entries.clear();
  changes.tell();
}
