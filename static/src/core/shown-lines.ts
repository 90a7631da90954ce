// Which lines of a text were on the screen long enough to be read. A line that only passed by was not shown. A high
// line is divided into equal parts, which may be read one after the other.

/** Milliseconds that a part has to stay. */
export const LONG_ENOUGH = 700;

interface Part {
  /** On the screen from this moment on; null while it is not. */
  since: number | null;
  shown: boolean;
}

/** When it was shown first and last, in milliseconds since 1970. */
export interface ShownLines {
  first: number;
  last: number;
  /** Of the line's parts, `of` in all, those from `from` to before `to` are on the screen at this moment, and no others. */
  stands: (line: number, of: number, from: number, to: number, at: number) => void;
  /** Counts the parts that have stayed until this moment; whether a line was completed. */
  settle: (at: number) => boolean;
  /** Nothing is on the screen any more: the page is hidden. */
  hide: (at: number) => void;
  has: (line: number) => boolean;
}

export function shownLines(): ShownLines {
  const parts = new Map<number, Part[]>();
  const shown = new Set<number>();
  const lines: ShownLines = {
    first: 0,
    last: 0,
    stands: (line, of, from, to, at) => {
      for (const [n, part] of partsOf(line, of).entries())
        if (n >= from && n < to) part.since ??= at;
        else leave(line, part, at);
    },
    settle: (at) => {
      const before = shown.size;
      for (const [line, mine] of parts) for (const part of mine) if (!part.shown) count(line, part, at);
      return shown.size > before;
    },
    hide: (at) => {
      for (const [line, mine] of parts) for (const part of mine) leave(line, part, at);
    },
    has: (line) => shown.has(line),
  };
  /** Divided otherwise than before, as after a turn of the tablet, it is to be shown anew, if it was not as a whole. */
  function partsOf(line: number, of: number): Part[] {
    const known = parts.get(line);
    if (known?.length === of) return known;
    const made = Array.from({ length: of }, () => ({ since: null, shown: false }));
    parts.set(line, made);
    return made;
  }
  function leave(line: number, part: Part, at: number): void {
    count(line, part, at);
    part.since = null;
  }
  function count(line: number, part: Part, at: number): void {
    if (part.since === null || at - part.since < LONG_ENOUGH) return;
    part.shown = true;
    lines.first = lines.first ? Math.min(lines.first, part.since) : part.since;
    lines.last = Math.max(lines.last, at);
    if (parts.get(line)?.every((one) => one.shown)) shown.add(line);
  }
  return lines;
}
