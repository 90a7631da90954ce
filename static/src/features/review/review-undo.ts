// @ts-nocheck
import { withdrawOp } from "../../store/withdraw.js";

/** Long enough to see one's mistake, short enough that a decision is in the outbox before the tablet is put down. */
const HELD_MS = 2500;

/**
 * Decisions with a way back: each is held a moment before it is written, and can be withdrawn while it has not been sent.
 * Leaving, hiding the page or the next decision writes it at once. `told` is called whenever something has changed.
 */
export function decisions(told) {
  let held = null;
  const book = { last: null, done: 0, problem: null };

  async function write() {
    if (!held) return;
    const { act, timer, entry } = held;
    clearTimeout(timer);
    held = null;
    try {
      entry.opId = await act();
    } catch (error) {
      Object.assign(book, { problem: error.message, last: null, done: book.done - 1 });
    }
    told();
  }

  const hide = () => document.hidden && write();
  document.addEventListener("visibilitychange", hide);
  addEventListener("pagehide", write);

  return Object.assign(book, {
    /** Whether the note was decided here and the decision is on its way into the outbox. */
    isHeld: (noteId) => held?.entry.id === noteId,
    async make(id, words, act) {
      await write();
      const entry = { id, words, sent: false, opId: null };
      Object.assign(book, { last: entry, done: book.done + 1, problem: null });
      held = { entry, act, timer: setTimeout(write, HELD_MS) };
      told();
    },
    /** The note's id when it is undone, null when the server may have it already. */
    async undo() {
      const { last } = book;
      if (held) {
        clearTimeout(held.timer);
        held = null;
      } else if (!(last.opId && (await withdrawOp(last.opId)))) {
        last.sent = true;
        told();
        return null;
      }
      Object.assign(book, { last: null, done: book.done - 1 });
      told();
      return last.id;
    },
    end() {
      document.removeEventListener("visibilitychange", hide);
      removeEventListener("pagehide", write);
      return write();
    },
  });
}
