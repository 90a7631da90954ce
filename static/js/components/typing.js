// Typed text reaches the store after a pause, on leaving the field or touching another, and when the page is hidden, whichever
// comes first. It is kept by the id of its field, as it stood when it was typed: the element may show another field by then.

const PAUSE_MS = 400;
const waiting = new Map();

function send(id) {
  const entry = waiting.get(id);
  if (!entry) return;
  waiting.delete(id);
  clearTimeout(entry.timer);
  entry.save(entry.text);
}

/** Call from an input event: `save(text)` runs once the hand rests. */
export function typed({ target: { id, value } }, save) {
  clearTimeout(waiting.get(id)?.timer);
  waiting.set(id, { save, text: value, timer: setTimeout(send, PAUSE_MS, id) });
}

/** Everything typed so far goes to the store now. */
export function flushTyping() {
  for (const id of [...waiting.keys()]) send(id);
}

/** What a text box shows: never an older stored value over what is being typed in it. */
export function shownText(id, stored) {
  const active = document.activeElement;
  if (active?.id === id && "value" in active) return active.value;
  return waiting.get(id)?.text ?? stored ?? "";
}

for (const leaving of ["focusout", "pointerdown", "pagehide"]) addEventListener(leaving, flushTyping, true);
document.addEventListener("visibilitychange", () => document.hidden && flushTyping());
