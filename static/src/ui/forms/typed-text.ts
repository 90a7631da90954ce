// Typed text reaches the store after a pause, after a second at the latest, on leaving the field or touching another, and
// when the page is hidden, whichever comes first. It is kept by the id of its field, as it stood when it was typed: the
// element may show another field by then. While a box has the focus, it keeps what it showed when the focus came, and
// everything typed there answers to that.

import { type Pending, pending } from "../../lib/pending.js";
import { cleanText } from "../../lib/text.js";

const PAUSE_MS = 150;
const LONGEST_MS = 1_000;

type Box = HTMLInputElement | HTMLTextAreaElement;

/** Stores the text; an answer of false says that it is not durable. */
export type Save = (text: string) => unknown;

/** What the record holds for a box. */
export type StoredText = string | null | undefined;

interface Waiting {
  id: string;
  box: Box;
  text: string;
  save: Save;
  /** When the first text was typed that is not stored yet. */
  since: number;
  mark: Pending;
  timer: ReturnType<typeof setTimeout>;
}

/** Texts that are not stored yet, by the id of their box. */
const waiting: Map<string, Waiting> = new Map();

/** The box that has the focus, how it is saved, the values that are its own, and what the record holds for it now. */
let hand: { box: Box; save: Save; known: Set<string>; stored: string } | null = null;

/** These listeners stand on the box itself. */
const boxOf = (event: Event) => event.currentTarget as Box;

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

/** Call when a box gets the focus: from now on what is entered there answers to `stored`, which it shows, and goes to `save`. */
export function begun(event: Event, stored: StoredText, save: Save): void {
  const box = boxOf(event);
  if (hand?.box !== box) hand = { box, save, known: new Set([stored ?? ""]), stored: stored ?? "" };
}

/** How what is entered in this box is saved: as it was begun, else as it is drawn now. */
function saveOf(box: Box, answer: string, save: Save) {
  if (hand?.box !== box) return save;
  hand.known.add(answer);
  return hand.save;
}

/** Call from an input event: `save` runs after a pause in typing, or after a second of typing. */
export function typed(event: Event, save: Save): void {
  const box = boxOf(event);
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
export function entered(event: Event, save: Save): void {
  const box = boxOf(event);
  saveOf(box, box.value, save)(box.value);
}

/** Everything typed so far goes to the store now. Settles with whether all of it is durable. */
export async function flushTyping(): Promise<boolean> {
  const sent = await Promise.allSettled([...waiting.keys()].map(send));
  return sent.every((each) => each.status === "fulfilled" && each.value);
}

/** What a text box shows: never an older stored value over what is being typed in it. */
export function shownText(id: string, stored: StoredText): string {
  const active = document.activeElement;
  if (hand?.box.id === id) hand.stored = stored ?? "";
  if (active?.id === id && isBox(active)) return active.value;
  return waiting.get(id)?.text ?? stored ?? "";
}

const isBox = (element: Element): element is Box =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** The value that came from elsewhere while this box had the focus, which goes on showing its own; null when none did. */
export const cameMeanwhile = (id: string, stored: StoredText): string | null =>
  hand?.box.id === id && !hand.known.has(stored ?? "") ? (stored ?? "") : null;

for (const leaving of ["focusout", "pointerdown", "pagehide"])
  addEventListener(leaving, () => void flushTyping(), true);
document.addEventListener("visibilitychange", () => document.hidden && void flushTyping());

/** A window that loses the focus leaves it with the box: the box stays the active element. */
addEventListener("focusout", () => {
  if (!hand || document.activeElement === hand.box) return;
  const { box, known, stored } = hand;
  hand = null;
  if (known.size === 1 && !known.has(stored)) box.value = stored; // nothing was entered over it
});

/** A tablet may leave the focus in a box while a button beside it is pressed. */
addEventListener(
  "click",
  ({ target }) => hand && target instanceof Node && !hand.box.contains(target) && hand.box.blur(),
  true,
);
