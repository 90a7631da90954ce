// When to retry: soon after the first failure, later after more, never more often than the server asked. Counted with a
// clock that nobody can set: one that was days ahead and is put right must not make the tablet wait for days.

const FIRST = 4_000;
const LONGEST = 60_000;

let failures = 0;
let notBefore = 0;

/** `retryAfter`: seconds the server asked for. */
export function failed(retryAfter: number | null = null) {
  failures += 1;
  const wait = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  notBefore = performance.now() + Math.max((retryAfter ?? 0) * 1000, wait / 2) + (Math.random() * wait) / 2;
}

export function succeeded() {
  failures = 0;
  notBefore = 0;
}

/** Milliseconds until the next attempt is allowed. */
export const waitTime = () => Math.max(0, notBefore - performance.now());
