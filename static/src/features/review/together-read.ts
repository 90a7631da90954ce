// What of the notes that are approved together has been on the screen, line by line.
import { partsOf } from "../../core/review-together.js";
import { type ShownLines, shownLines } from "../../core/shown-lines.js";
import type { Forms, LocalRecord, Person } from "../../types.js";
import { contentLines, type LineGroup } from "../note-record/content-lines.js";

/** A note on the screen, as of one content. */
export interface ReadNote {
  note: LocalRecord;
  groups: LineGroup[];
  /** The units that must have been shown, and the lines of each by their number. */
  parts: string[];
  lines: Map<string, number[]>;
  shown: ShownLines;
}

export interface Reading {
  of: (note: LocalRecord, forms: Forms, people: Person[]) => ReadNote;
  /** Follows the lines inside of these elements, one element for each note. */
  follow: (articles: Element[], reads: ReadNote[]) => void;
  end: () => void;
}

/** Milliseconds between two looks at what has stayed. */
const LOOK = 250;
const LINES = ".together-note dl > div";
/** Pixels of a part of a line; and the numbers of parts whose edges the observer reports. */
const HIGHEST = 160;
const [PARTS, MOST_PARTS] = [[1, 2, 4, 5, 10], 20];
const STEPS = Array.from({ length: 21 }, (_, n) => n / 20);

/** The names of the sections that were not wholly on the screen; `null` for a part that has no line to show. */
export const unseen = ({ parts, lines, groups, shown }: ReadNote): (string | null)[] => [
  ...new Set(
    parts
      .filter((unit) => !lines.get(unit)?.every(shown.has))
      .map((unit) => groups.find((group) => group.lines.some((line) => line.unit === unit))?.section ?? null),
  ),
];

/** For the server: what was shown and when. */
export const shownOf = ({ parts, shown }: ReadNote) => ({
  parts,
  first_at: new Date(shown.first).toISOString(),
  last_at: new Date(shown.last).toISOString(),
});

/** `onShown` is called when more has been shown. */
export function reading(onShown: () => void): Reading {
  const notes = new Map<string, ReadNote>();
  const places = new WeakMap<Element, [ReadNote, number]>();
  const tell = (entries: IntersectionObserverEntry[]) => {
    if (document.hidden) return;
    for (const entry of entries) {
      const [read, line] = places.get(entry.target) ?? [];
      if (read && line !== undefined) read.shown.stands(line, ...partsOnScreen(entry), Date.now());
    }
  };
  let [observer, margin]: [IntersectionObserver | null, string] = [null, ""];
  /** The observer tells each line anew where it is. */
  const again = () => {
    observer?.disconnect();
    margin = covered();
    observer = new IntersectionObserver(tell, { rootMargin: margin, threshold: STEPS });
    for (const each of document.querySelectorAll(LINES)) if (places.has(each)) observer.observe(each);
  };
  const look = setInterval(() => {
    if (document.hidden) return;
    const at = Date.now();
    if ([...notes.values()].filter(({ shown }) => shown.settle(at)).length) onShown();
  }, LOOK);
  const hide = () => {
    for (const { shown } of notes.values()) shown.hide(Date.now());
    if (!document.hidden) again();
  };
  document.addEventListener("visibilitychange", hide);
  return {
    of(note, forms, people) {
      const key = `${note.id}:${note.content_hash}`;
      const known = notes.get(key);
      if (known) return Object.assign(known, { note });
      const made = readNote(note, forms, people);
      notes.set(key, made);
      return made;
    },
    follow(articles, reads) {
      if (margin !== covered()) again();
      for (const [i, read] of reads.entries())
        for (const [n, line] of [...(articles[i]?.querySelectorAll("dl > div") ?? [])].entries()) {
          if (!places.has(line)) observer?.observe(line);
          places.set(line, [read, n]);
        }
    },
    end() {
      clearInterval(look);
      observer?.disconnect();
      document.removeEventListener("visibilitychange", hide);
    },
  };
}

/** What lies over the notes, as margins: the status strip above, the toolbar below. */
function covered(): string {
  const above = document.querySelector(".frame-state")?.getBoundingClientRect().height ?? 0;
  const bar = document.querySelector(".together .bar")?.getBoundingClientRect();
  const below = bar ? Math.max(0, innerHeight - bar.top) : 0;
  return `-${Math.round(above)}px 0px -${Math.round(below)}px 0px`;
}

function readNote(note: LocalRecord, forms: Forms, people: Person[]): ReadNote {
  const groups = contentLines("note", note.fields, forms, people);
  const lines = new Map<string, number[]>();
  for (const [n, { unit }] of groups.flatMap((group) => group.lines).entries())
    lines.set(unit, [...(lines.get(unit) ?? []), n]);
  const parts = partsOf(note.fields, forms.record_types.note.sections);
  return { note, groups, parts, lines, shown: shownLines() };
}

/** Into how many parts the line is divided, so that none is much higher than a few lines of text, and which of them are
 * whole on the screen: a long text is read in pieces. One that is taller than the screen is never shown: its note is
 * looked at by itself. */
function partsOnScreen({
  isIntersecting,
  boundingClientRect: line,
  intersectionRect: seen,
  rootBounds: screen,
}: IntersectionObserverEntry): [of: number, from: number, to: number] {
  const of = PARTS.find((n) => line.height / n <= HIGHEST) ?? MOST_PARTS;
  if (!isIntersecting || !screen || line.height > screen.height) return [of, 0, 0];
  const high = line.height / of;
  return [of, Math.ceil((seen.top - line.top - 1) / high), Math.floor((seen.bottom - line.top + 1) / high)];
}
