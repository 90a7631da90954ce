// Typed text is stored after a pause, after a second at the latest, on leaving the field or touching another, and when
// the page is hidden, whichever comes first. It is kept by the id of its field, as it was when it was typed, because
// the element may show another field by then. While an input has the focus, it keeps the value it showed when it got
// the focus, and everything typed there is based on that.

import { type Pending, pending } from "../../lib/pending.js";
import { cleanText } from "../../lib/text.js";

const PAUSE_MS = 150;
const LONGEST_MS = 1_000;

type Box = HTMLInputElement | HTMLTextAreaElement;

/** Stores the text; false means that it is not durable. */
export type Save = (text: string) => unknown;

/** What the record holds for an input. */
export type StoredText = string | null | undefined;

interface Waiting {
  id: string;
  box: Box;
  text: string;
  save: Save;
  /** When the first unsaved text was typed. */
  since: number;
  mark: Pending;
  timer: ReturnType<typeof setTimeout>;
}

/** Unsaved texts, by the id of their input. */
const waiting: Map<string, Waiting> = new Map();

/** The focused input, how it is saved, its own values, and what the record holds for it now. */
let hand: { box: Box; save: Save; known: Set<string>; stored: string } | null = null;

/** These listeners are attached to the input itself. */
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

/**
 * To be called when an input gets the focus: from now on its entries are based on `stored`, which it shows, and are
 * saved by `save`.
 */
export function begun(event: Event, stored: StoredText, save: Save): void {
  const box = boxOf(event);
  if (hand?.box !== box) hand = { box, save, known: new Set([stored ?? ""]), stored: stored ?? "" };
}

/** How an entry in this input is saved: as when it was started, else as it is drawn now. */
function saveOf(box: Box, answer: string, save: Save) {
  if (hand?.box !== box) return save;
  hand.known.add(answer);
  return hand.save;
}

/** To be called from an input event: `save` runs after a pause in typing, or after a second of typing. */
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

/** To be called from a change event of an input whose value is entered as a whole. */
export function entered(event: Event, save: Save): void {
  const box = boxOf(event);
  saveOf(box, box.value, save)(box.value);
}

/** Stores everything typed so far. Settles with whether all of it is durable. */
export async function flushTyping(): Promise<boolean> {
  const sent = await Promise.allSettled([...waiting.keys()].map(send));
  return sent.every((each) => each.status === "fulfilled" && each.value);
}

/** What an input shows: never an older stored value over the text being typed. */
export function shownText(id: string, stored: StoredText): string {
  const active = document.activeElement;
  if (hand?.box.id === id) hand.stored = stored ?? "";
  if (active?.id === id && isBox(active)) return active.value;
  return waiting.get(id)?.text ?? stored ?? "";
}

const isBox = (element: Element): element is Box =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** The value that arrived from elsewhere while this input had the focus and kept its own; null when none did. */
export const cameMeanwhile = (id: string, stored: StoredText): string | null =>
  hand?.box.id === id && !hand.known.has(stored ?? "") ? (stored ?? "") : null;

for (const leaving of ["focusout", "pointerdown", "pagehide"])
  addEventListener(leaving, () => void flushTyping(), true);
document.addEventListener("visibilitychange", () => document.hidden && void flushTyping());

/** When the window loses the focus, the input loses it too but stays the active element. */
addEventListener("focusout", () => {
  if (!hand || document.activeElement === hand.box) return;
  const { box, known, stored } = hand;
  hand = null;
  if (known.size === 1 && !known.has(stored)) box.value = stored; // nothing was entered over it
});

/** A tablet may leave the focus in an input while a button beside it is pressed. */
addEventListener(
  "click",
  ({ target }) => hand && target instanceof Node && !hand.box.contains(target) && hand.box.blur(),
  true,
);
