// Autosave of one record: shows a change at once, says "saved" only when it is durable, and keeps what could not be
// saved.
import { same } from "../../core/canonical.js";
import type { Shown } from "../../core/merge.js";
import { patched } from "../../core/merge.js";
import { type Pending, pending } from "../../lib/pending.js";
import type { Content, Unit } from "../../types.js";

/** Returns {unit: patch} for the current fields; all of it is stored together, or nothing. */
export type Change = (fields: Content) => Content;

/**
 * Stores a change and settles when it is durable; `moved` names the units whose value had changed by then. `shown` is
 * what the person saw of the units they change (asShown in core/merge.ts).
 */
export type Write = (change: Change, shown: Shown | undefined) => Promise<{ moved: string[] } | undefined>;

/** The values, or a function of the unit's current values. */
export type Patch = Unit | ((held: Unit) => Unit);

/** The unit and the values whose fields show "saved". */
export type Marked = [unit: string, patch: Unit] | null;

export type SavedState = "saving" | "saved" | "failed" | "moved";

interface Entry {
  change: Change;
  marked: Marked;
  shown: Shown | undefined;
  durable: boolean;
  mark: Pending;
}

/** An entry that another tablet's value has replaced never appears in the record: it is dropped after this time. */
const SETTLE_MS = 3_000;
const SLOW_MS = 120;
const INPUTS = ["pointerdown", "keydown", "click", "change"];

/** The content with changes of several units applied. */
export const overlaid = (content: Content, changes: Content): Content =>
  Object.entries(changes).reduce((all, [unit, patch]) => patched(all, unit, patch), content);

export const patchOf = (patch: Patch, held: Unit = {}): Unit => (typeof patch === "function" ? patch(held) : patch);

export class Autosave {
  #flying: Entry[] = [];
  #failed: (Entry & { error: Error })[] = [];
  #last: { marked: Marked; state: SavedState | null } | null = null;
  #write: Write;
  #redraw: () => void;

  constructor(write: Write, redraw: () => void) {
    this.#write = write;
    this.#redraw = redraw;
  }

  /** The stored fields with the pending changes applied. */
  overlay(fields: Content): Content {
    return [...this.#failed, ...this.#flying].reduce(
      (content, { change }) => overlaid(content, change(content)),
      fields,
    );
  }

  /**
   * To be called with each new version of the record. It may be older than the last entry: only entries that it
   * contains are dropped.
   */
  update(fields: Content) {
    this.#flying = this.#flying.filter(
      (entry) => !entry.durable || !same(overlaid(fields, entry.change(fields)), fields),
    );
  }

  set(unit: string, patch: Patch, shown?: Shown): Promise<boolean> {
    return this.change((fields) => ({ [unit]: patchOf(patch, fields[unit]) }), [unit, patchOf(patch)], shown);
  }

  /** Settles with whether the change is durable; never rejects. */
  change(change: Change, marked: Marked = null, shown?: Shown): Promise<boolean> {
    return this.#send({ change, marked, shown, durable: false, mark: pending() });
  }

  retry() {
    const again = this.#failed;
    this.#failed = [];
    for (const entry of again) this.#send(entry);
  }

  state(unit: string, name: string): SavedState | null {
    const last = this.#last;
    return last?.marked?.[0] === unit && name in last.marked[1] ? last.state : null;
  }

  get error(): Error | null {
    return this.#failed.length ? this.#failed[0].error : null;
  }

  /** The last entry replaced another value and has no field to say so. */
  get moved() {
    return this.#last?.state === "moved" && !this.#last.marked;
  }

  async #send(entry: Entry): Promise<boolean> {
    this.#flying.push(entry);
    const mine: { marked: Marked; state: SavedState | null } = { marked: entry.marked, state: null };
    this.#last = mine;
    const drawn = this.#drawLate();
    try {
      const done = await this.#write(entry.change, entry.shown);
      entry.durable = true;
      mine.state = done?.moved?.length ? "moved" : "saved";
      entry.mark.end();
      setTimeout(() => {
        this.#flying = this.#flying.filter((each) => each !== entry);
        this.#redraw();
      }, SETTLE_MS);
    } catch (error) {
      mine.state = "failed";
      entry.mark.fail();
      this.#flying = this.#flying.filter((each) => each !== entry);
      this.#failed.push({ ...entry, error: error as Error });
    }
    drawn();
    this.#redraw();
    return entry.durable;
  }

  /**
   * Draws a change when it is durable, or sooner when that takes long or at the next input, which must see the result
   * of the last one. Returns a function that ends the waiting.
   */
  #drawLate() {
    const draw = () => this.#redraw();
    const late = setTimeout(draw, SLOW_MS);
    for (const input of INPUTS) addEventListener(input, draw, true);
    return () => {
      clearTimeout(late);
      for (const input of INPUTS) removeEventListener(input, draw, true);
    };
  }
}
