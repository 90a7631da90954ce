// @ts-nocheck
// Typed text reaches the store after a pause, after a second at the latest, on leaving the field or touching another, and
// when the page is hidden, whichever comes first. It is kept by the id of its field, as it stood when it was typed: the
// element may show another field by then. While a hand is in a box, the box keeps what it showed when the hand came, and
// everything typed there answers to that.

import { pending } from "../../lib/pending.js";
import { cleanText } from "../../lib/text.js";

const PAUSE_MS = 150;
const LONGEST_MS = 1_000;

export type Save = (answer: any) => any;

const waiting: Map<
  string,
  {
    id: string;
    box: any;
    text: string;
    save: Save;
    since: number;
    mark: import("../../lib/pending.js").Pending;
    timer: ReturnType<typeof setTimeout>;
  }
> = new Map();

/** The box a hand is in, how it is saved there, and which values are known to be its own. */
let hand: { box: any; save: Save; known: Set<any>; stored: any } | null = null;

async function send(id: string) {
  const entry = waiting.get(id);
  if (!entry) return true;
  const { save, text, box, mark, timer } = entry;
  waiting.delete(id);
  clearTimeout(timer);
  try {
    return (await save(text)) !== false;
  } finally {
    mark.end();
    if (!waiting.has(id)) delete box.dataset.waiting;
  }
}

/** Call when the focus comes into a box: from now on what is entered there answers to `stored`, which it shows, and goes to `save`. */
export function begun({ target: box }, stored, save) {
  if (hand?.box !== box) hand = { box, save, known: new Set([stored ?? ""]), stored: stored ?? "" };
}

/** How what is entered in this box is saved: as it was begun, else as it is drawn now. */
function saveOf(box, answer, save) {
  if (hand?.box !== box) return save;
  hand.known.add(answer);
  return hand.save;
}

/** Call from an input event: `save(text)` runs once the hand rests, or has not rested for a second. */
export function typed({ target: box }, save) {
  const { id, value: text } = box;
  const before = waiting.get(id);
  clearTimeout(before?.timer);
  const since = before?.since ?? performance.now();
  const wait = Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - performance.now()));
  box.dataset.waiting = "";
  waiting.set(id, {
    ...{ id, box, text, since },
    save: saveOf(box, text.trim() === "" ? "" : cleanText(text), save),
    mark: before?.mark ?? pending(),
    timer: setTimeout(send, wait, id),
  });
}

/** Call from a change event of a box whose value is entered as a whole. */
export const entered = ({ target: box }, save) => saveOf(box, box.value, save)(box.value || null);

/** Everything typed so far goes to the store now. Settles with whether all of it is on the disk. */
export async function flushTyping(): Promise<boolean> {
  const sent = await Promise.allSettled([...waiting.keys()].map(send));
  return sent.every((each) => each.status === "fulfilled" && each.value);
}

/** What a text box shows: never an older stored value over what is being typed in it. */
export function shownText(id, stored) {
  const active = document.activeElement;
  if (hand?.box.id === id) hand.stored = stored ?? "";
  if (active?.id === id && "value" in active) return active.value;
  return waiting.get(id)?.text ?? stored ?? "";
}

/** The value that came from elsewhere while a hand was in this box, which goes on showing its own; null when none did. */
export const cameMeanwhile = (id, stored) =>
  hand?.box.id === id && !hand.known.has(stored ?? "") ? (stored ?? "") : null;

for (const leaving of ["focusout", "pointerdown", "pagehide"])
  addEventListener(leaving, () => void flushTyping(), true);
document.addEventListener("visibilitychange", () => document.hidden && void flushTyping());

/** A window that loses the focus leaves the hand in its box. */
addEventListener("focusout", () => {
  if (!hand || document.activeElement === hand.box) return;
  const { box, known, stored } = hand;
  hand = null;
  if (known.size === 1 && !known.has(stored) && "value" in box) box.value = stored; // nothing was entered over it
});

/** A tablet may leave the focus in a box while a key beside it is pressed. */
addEventListener(
  "click",
  ({ target }) => hand && target instanceof Node && !hand.box.contains(target) && hand.box.blur(),
  true,
);
