// Drawings that are asked for are done once, after what asks for them.

const asked: Set<() => void> = new Set();

/** Draws when `wait` is over: a microtask, unless it is said. Asked for again before that, it is still drawn once. */
export function drawSoon(draw: () => void, wait: (then: () => void) => unknown = queueMicrotask) {
  if (asked.has(draw)) return;
  asked.add(draw);
  wait(() => asked.delete(draw) && draw());
}

/** Draws at once what was asked for: paper is printed before a microtask runs. */
export function drawNow() {
  for (const draw of [...asked]) if (asked.delete(draw)) draw();
}
