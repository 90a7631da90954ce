// What was entered here and is not on the disk: text that waits in its box, writes on their way, writes that failed. While
// there is any of it nothing is called saved, and no screen is left without a question.

import { signal } from "./signal.js";

/** @typedef {{fail(): void, end(): void}} Pending */

/** @type {Map<Pending, boolean>} and whether it has failed */
const entries = new Map();
const changes = /** @type {ReturnType<typeof signal<void>>} */ (signal());

export const onPending = changes.listen;

export const pendingCount = () => entries.size;
export const failedCount = () => [...entries.values()].filter(Boolean).length;

/** Something is on its way to the disk from this call on, until it `end`s; what has failed stays until it is tried again.
 * @returns {Pending} */
export function pending() {
  const entry = { fail: () => entries.has(entry) && put(true), end };
  const put = (/** @type {boolean} */ failed) => {
    entries.set(entry, failed);
    changes.tell();
  };
  function end() {
    if (entries.delete(entry)) changes.tell();
  }
  put(false);
  return entry;
}

/** Resolves when nothing is on its way any more; what is left then has failed. @returns {Promise<void>} */
export function settled() {
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
