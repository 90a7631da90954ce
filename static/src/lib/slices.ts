// Long work in slices, so that a tap or a key is answered in between.

/** Milliseconds of work without a pause. */
const SLICE = 8;
/** The start of the app has calmed down by then, even where something is always going on. */
const LATEST = 2_000;

/** Lets the browser answer and draw. A timer that follows timers would wait longer than that. */
export const pause = (): Promise<void> =>
  new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      go();
    };
    port2.postMessage(null);
  });

/** Does the work for each item, with a pause whenever a slice is over; ends early when `stopped`. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => unknown, stopped = () => false) {
  let until = performance.now() + SLICE;
  for (const item of items) {
    work(item);
    if (performance.now() < until) continue;
    await pause();
    if (stopped()) return;
    until = performance.now() + SLICE;
  }
}

/** Asked after each item of work that waits for itself, it pauses whenever a slice is over. */
export function paced(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE;
  const rest = async () => {
    await pause();
    until = performance.now() + SLICE;
  };
  return () => (performance.now() < until ? undefined : rest());
}

/** Work that its next beginning ends: it asks whether it is over after each pause. */
export function latest(work: (over: () => boolean) => Promise<void>) {
  let turn = 0;
  return {
    begin() {
      turn += 1;
      const mine = turn;
      work(() => mine !== turn);
    },
    end() {
      turn += 1;
    },
  };
}

/** Whether two lists hold the very same things. */
export const sameItems = <T>(these: T[], those: T[]): boolean =>
  these.length === those.length && these.every((each, i) => each === those[i]);

/** When the browser has nothing else to do. */
export const whenIdle = (): Promise<void> =>
  new Promise((go) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => go(), { timeout: LATEST });
    else setTimeout(go, LATEST / 10);
  });
