// What was entered here and is not on the disk: text that waits in its box, writes on their way, writes that failed. While
// there is any of it nothing is called saved, and no screen is left without a question.

import { signal } from "./signal.js";

export type Pending = { fail(): void; end(): void };

/** and whether it has failed */
const entries: Map<Pending, boolean> = new Map();
const changes = signal<void>();

export const onPending = changes.listen;

export const pendingCount = () => entries.size;
export const failedCount = () => [...entries.values()].filter(Boolean).length;

/** Something is on its way to the disk from this call on, until it `end`s; what has failed stays until it is tried again. */
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

/** Resolves when nothing is on its way any more; what is left then has failed. */
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
