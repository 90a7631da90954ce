// @ts-nocheck
// Autosave of one record: shows what was touched at once, says "saved" only when it is durable, keeps what could not be saved.
import { same } from "../../core/canonical.js";
import { patched } from "../../core/merge.js";
import { pending } from "../../lib/pending.js";

/** A record that another tablet's value has reached in between never shows ours: then it is let go after a while. */
const SETTLE_MS = 3_000;
const SLOW_MS = 120;
const INPUTS = ["pointerdown", "keydown", "click", "change"];

/** A content with changes of several units laid over it. */
export const laid = (content, changes) =>
  Object.entries(changes).reduce((all, [unit, patch]) => patched(all, unit, patch), content);

export const patchOf = (patch, held = {}) => (typeof patch === "function" ? patch(held) : patch);

export class Saver {
  #flying = [];
  #failed = [];
  #last = null;
  #write;
  #redraw;

  /**
   * write(change, shown) settles when durable, with {moved: units that had another value by then}; change(fields) -> {unit: patch},
   * all of it together or nothing; `shown`: what the person saw of these units (asShown in core/merge.js).
   */
  constructor(write, redraw) {
    this.#write = write;
    this.#redraw = redraw;
  }

  /** The stored fields with what is still on its way laid over them. */
  over(fields) {
    return [...this.#failed, ...this.#flying].reduce((content, { change }) => laid(content, change(content)), fields);
  }

  /** The record was told anew. It may have been read before the last entry was durable: only what it shows is let go. */
  told(fields) {
    this.#flying = this.#flying.filter((entry) => !entry.durable || !same(laid(fields, entry.change(fields)), fields));
  }

  /** `patch`: the values, or a function that makes them of what the unit holds. */
  set(unit, patch, shown) {
    return this.change((fields) => ({ [unit]: patchOf(patch, fields[unit]) }), [unit, patchOf(patch)], shown);
  }

  /** `marked`: the [unit, patch] beside whose fields "saved" is said. Settles with whether it is durable, never rejects. */
  change(change, marked = null, shown = undefined) {
    return this.#send({ change, marked, shown, durable: false, mark: pending() });
  }

  retry() {
    const again = this.#failed;
    this.#failed = [];
    for (const entry of again) this.#send(entry);
  }

  state(unit, name) {
    const last = this.#last;
    return last?.marked?.[0] === unit && name in last.marked[1] ? last.state : null;
  }

  get trouble() {
    return this.#failed.length ? this.#failed[0].error : null;
  }

  /** The last entry met another value, and has no field beside which that is said. */
  get moved() {
    return this.#last?.state === "moved" && !this.#last.marked;
  }

  async #send(entry) {
    this.#flying.push(entry);
    const mine = { marked: entry.marked, state: null };
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
      this.#failed.push({ ...entry, error });
    }
    drawn();
    this.#redraw();
    return entry.durable;
  }

  /** The disk comes before the screen: what was chosen is drawn when it is durable, or sooner when that takes long or the
   * next input comes, which must find what the last one left. Returns the end of waiting. */
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
