// Which lines of a text were on the screen long enough to be read. A line that only passed by was not shown.

/** Milliseconds that a line has to stay. */
export const LONG_ENOUGH = 700;

/** When it was shown first and last, in milliseconds since 1970. */
export interface ShownLines {
  first: number;
  last: number;
  /** The line is on the screen from this moment on, or is no longer. */
  enters: (line: number, at: number) => void;
  leaves: (line: number, at: number) => void;
  /** Counts the lines that have stayed until this moment; whether there were any. */
  settle: (at: number) => boolean;
  /** Nothing is on the screen any more: the page is hidden. */
  hide: (at: number) => void;
  has: (line: number) => boolean;
}

export function shownLines(): ShownLines {
  const shown = new Set<number>();
  const since = new Map<number, number>();
  const lines: ShownLines = {
    first: 0,
    last: 0,
    enters: (line, at) => {
      if (!since.has(line)) since.set(line, at);
    },
    leaves: (line, at) => {
      const from = since.get(line);
      if (from !== undefined) count(line, from, at);
      since.delete(line);
    },
    settle: (at) => [...since].filter(([line, from]) => !shown.has(line) && count(line, from, at)).length > 0,
    hide: (at) => {
      for (const line of [...since.keys()]) lines.leaves(line, at);
    },
    has: (line) => shown.has(line),
  };
  function count(line: number, from: number, at: number): boolean {
    if (at - from < LONG_ENOUGH) return false;
    shown.add(line);
    lines.first = lines.first ? Math.min(lines.first, from) : from;
    lines.last = Math.max(lines.last, at);
    return true;
  }
  return lines;
}
