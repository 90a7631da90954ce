import { unitName } from "../../core/catalogue.js";
import { formatMinutes } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { Content, Unit } from "../../types.js";
import type { ContentLine, LineGroup } from "./content-lines.js";

/** A line as it is compared: a duration has only a label and a value. */
export type ComparedLine = Pick<ContentLine, "label" | "value"> & Partial<ContentLine>;

/** A line that differs, with its value at the earlier visit and now. */
export interface LineChange {
  label: string;
  unit?: string;
  name?: string;
  whole?: boolean;
  was: string | undefined;
  is: string | undefined;
}

/** What differs in one section. */
export interface SectionChanges {
  section: string;
  lines: LineChange[];
  /** Entered last time and not now: such fields are mostly never copied, so they are only mentioned. */
  left: LineChange[];
  /** The number of equal lines. */
  same: number;
}

type PlacedLine = ComparedLine & { section: string };
type Clock = [unit: string, from: string, to: string, label: () => string];

/** The sections a reviewer reads first; the others follow in the order of the note. */
const FIRST = ["zone", "numbing", "prp", "device", "needling", "serum", "obs", "check"];
const CLOCKS: Clock[] = [
  ["numbing", "applied_at", "removed_at", () => t("Contact time")],
  ["needling", "started_at", "ended_at", () => t("Needling time")],
];
const DATED = new Set(["date", "datetime"]);
const EXPECTED = new Set(["visit.session_no"]);
const rank = (unit: string) => (FIRST.indexOf(unitName(unit)) + FIRST.length + 1) % (FIRST.length + 1);

/**
 * The lines of a note that can be compared with another visit's: days and times always differ, so they are replaced by
 * the durations they imply.
 */
export function comparable(sections: LineGroup[], fields: Content): LineGroup<ComparedLine>[] {
  const durations = new Map(CLOCKS.map(([unit, from, to, label]) => [unit, duration(fields[unit], from, to, label)]));
  return sections
    .map((each) => ({
      ...each,
      lines: [
        ...(durations.get(each.unit) ?? []),
        ...each.lines.filter(({ unit, name, kind }) => !EXPECTED.has(`${unit}.${name}`) && !DATED.has(kind ?? "")),
      ],
    }))
    .filter(({ lines }) => lines.length)
    .sort((a, b) => rank(a.unit) - rank(b.unit));
}

function duration(values: Unit | undefined, from: string, to: string, label: () => string): ComparedLine[] {
  const minutes = (Date.parse(values?.[to]) - Date.parse(values?.[from])) / 60_000;
  return minutes > 0 ? [{ label: label(), value: formatMinutes(minutes) }] : [];
}

/** Two notes as lines, compared place by place, in the order of the note. */
export function changedLines(now: LineGroup<ComparedLine>[], before: LineGroup<ComparedLine>[]): SectionChanges[] {
  const [current, earlier] = [keyed(now), keyed(before)];
  const found = new Map<string, SectionChanges>();
  for (const [key, line] of new Map([...current, ...earlier, ...current])) {
    const { section, label, whole, unit, name } = line;
    const group = found.get(section) ?? { section, lines: [], left: [], same: 0 };
    found.set(section, group);
    const [is, was] = [current.get(key)?.value, earlier.get(key)?.value];
    const change = { label, whole, unit, name, ...(current.has(key) ? differences(was, is) : { was, is }) };
    const isTold = change.is || (!current.has(key) && (whole || !now.some((each) => each.section === section)));
    if (plain(was) === plain(is)) group.same += 1;
    else (isTold ? group.lines : group.left).push(change);
  }
  return [...found.values()];
}

/** Of a line with several values, only the ones that differ. */
function differences(was: string | undefined, is: string | undefined): { was: string; is: string } {
  const [before, now] = [plain(was).split(" · "), plain(is).split(" · ")];
  const only = (parts: string[], others: string[]) => parts.filter((part) => !others.includes(part)).join(" · ");
  const shown = { was: only(before, now), is: only(now, before) };
  return shown.was || shown.is ? shown : { was: plain(was), is: plain(is) };
}

const plain = (value: string | undefined) => (value === undefined ? "" : String(value));

/** The lines by section, label and position among those of one label. */
function keyed(sections: LineGroup<ComparedLine>[]) {
  const found = new Map<string, PlacedLine>();
  const place = (key: string, n = 1): string => (found.has(`${key}|${n}`) ? place(key, n + 1) : `${key}|${n}`);
  for (const { section, lines } of sections)
    for (const line of lines) found.set(place(`${section}|${line.label}`), { section, ...line });
  return found;
}
