// Work that a person need not wait for, once the browser has drawn what they wait for.

/** A hidden page draws nothing, and a busy one is never idle. */
const LATEST = 150;

/** Settles when the next frame has been drawn and nothing else is to be done, or soon after. */
export const afterPaint = (): Promise<void> =>
  new Promise((go) => {
    setTimeout(go, LATEST);
    requestAnimationFrame(() => {
      if ("requestIdleCallback" in window) requestIdleCallback(() => go(), { timeout: LATEST });
      else setTimeout(go, LATEST / 5);
    });
  });
