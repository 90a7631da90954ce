import { afterPaint } from "../../lib/after-paint.js";
import { onLeaving, pending } from "../../lib/pending.js";
import { withdrawOp } from "../../store/withdraw.js";

/** The last decision, as the screen shows it. */
interface Decision {
  /** The id of the note. */
  id: string;
  words: string;
  /** The server may have it already, so it cannot be undone. */
  sent: boolean;
  opId: string | null;
}

/** Writes a decision into the outbox and settles with the id of its op. */
type Act = () => Promise<string | null>;

export interface Decisions {
  last: Decision | null;
  done: number;
  problem: string | null;
  /** Whether the note was decided here and the decision is being written to the outbox. */
  isHeld: (noteId: string) => boolean;
  make: (noteId: string, words: string, act: Act) => Promise<void>;
  /** The note's id when it is undone, null when the server may have it already. */
  undo: () => Promise<string | null>;
  end: () => Promise<void>;
}

/** Long enough to notice a mistake, short enough that the decision is written before the tablet is put down. */
const HELD_MS = 2500;

/**
 * Decisions that can be undone: each is held briefly before it is written, and can be withdrawn until it is sent.
 * Leaving, locking, hiding the page or the next decision writes it at once. `onChange` is called after every change.
 */
export function decisions(onChange: () => void): Decisions {
  let held: { entry: Decision; act: Act; timer: number } | null = null;
  /** Those that are being written, one after the other: decisions may come faster than the storage takes them. */
  const leaving = new Set<string>();
  let written = Promise.resolve();
  /** Ends the wait of each that lets the next card be drawn first. */
  const waiting = new Set<() => void>();
  const drawn = () =>
    new Promise<void>((go) => {
      waiting.add(go);
      void afterPaint().then(go);
    });
  const book: Pick<Decisions, "last" | "done" | "problem"> = { last: null, done: 0, problem: null };

  /** The next card is drawn first, unless `isAtOnce`. */
  function write(isAtOnce = true): Promise<void> {
    if (isAtOnce) {
      for (const go of waiting) go();
      waiting.clear();
    }
    if (!held) return written;
    const { act, timer, entry } = held;
    clearTimeout(timer);
    held = null;
    leaving.add(entry.id);
    const storing = pending();
    const first = isAtOnce ? null : drawn();
    written = written.then(async () => {
      await first;
      try {
        entry.opId = await act();
      } catch (error) {
        const last = book.last === entry ? null : book.last;
        Object.assign(book, { problem: (error as Error).message, last, done: book.done - 1 });
      }
      leaving.delete(entry.id);
      storing.end();
      onChange();
    });
    return written;
  }

  const hide = () => document.hidden && write();
  document.addEventListener("visibilitychange", hide);
  const leavePage = () => write();
  addEventListener("pagehide", leavePage);
  const stopLeaving = onLeaving(leavePage);

  return Object.assign(book, {
    isHeld: (noteId: string) => held?.entry.id === noteId || leaving.has(noteId),
    make(id: string, words: string, act: Act) {
      const earlier = write(false);
      const entry: Decision = { id, words, sent: false, opId: null };
      Object.assign(book, { last: entry, done: book.done + 1, problem: null });
      held = { entry, act, timer: setTimeout(write, HELD_MS, true) };
      onChange();
      return earlier;
    },
    async undo() {
      const { last } = book;
      if (!last) return null;
      if (held) {
        clearTimeout(held.timer);
        held = null;
      } else {
        await written;
        if (!(last.opId && (await withdrawOp(last.opId)))) {
          last.sent = true;
          onChange();
          return null;
        }
      }
      Object.assign(book, { last: null, done: book.done - 1 });
      onChange();
      return last.id;
    },
    end() {
      document.removeEventListener("visibilitychange", hide);
      removeEventListener("pagehide", leavePage);
      stopLeaving();
      return write();
    },
  });
}
