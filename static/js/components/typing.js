// Typed text reaches the store after a pause, on leaving the field, and when the page is hidden, whichever comes first.

const PAUSE_MS = 400;
const waiting = new Map();

function send(element) {
  const entry = waiting.get(element);
  if (!entry) return;
  waiting.delete(element);
  clearTimeout(entry.timer);
  entry.save(element.value);
}

/** Call from an input event: `save(text)` runs once the hand rests. */
export function typed(event, save) {
  const element = event.target;
  clearTimeout(waiting.get(element)?.timer);
  waiting.set(element, { save, timer: setTimeout(() => send(element), PAUSE_MS) });
}

/** Everything typed so far goes to the store now. */
export function flushTyping() {
  for (const element of [...waiting.keys()]) send(element);
}

/** What a text box shows: never an older stored value over what is being typed in it. */
export function shownText(id, stored) {
  const active = document.activeElement;
  if (active?.id === id && "value" in active) return active.value;
  for (const element of waiting.keys()) if (element.id === id) return element.value;
  return stored ?? "";
}

document.addEventListener("visibilitychange", () => document.hidden && flushTyping());
addEventListener("pagehide", flushTyping);
