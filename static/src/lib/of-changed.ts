// What is computed of each of many: of all at first, after a change of those only whom it concerns.

import { inSlices, latest } from "./slices.js";

/** `done` gets what was computed, and of whom: null means of all. */
export function ofChanged<T>(
  all: () => Iterable<string>,
  of: (id: string) => T[],
  done: (found: T[], ids: Set<string> | null) => unknown,
) {
  let stale: Set<string> | null = null;
  const work = latest(async (over) => {
    const asked = stale;
    const found: T[] = [];
    await inSlices(asked ?? all(), (id) => found.push(...of(id)), over);
    if (over()) return;
    stale = new Set();
    done(found, asked);
  });
  return {
    /** What is computed of these is out of date; null for all. */
    changed(ids: Set<string> | null) {
      stale = stale && ids && new Set([...stale, ...ids]);
      work.begin();
    },
    end: work.end,
  };
}
