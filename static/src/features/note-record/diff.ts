// @ts-nocheck
import { unitName } from "../../core/catalogue.js";
import { formatMinutes } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";

/** What a reviewer reads first; the rest follows in the order of the note. */
const FIRST = ["zone", "numbing", "prp", "device", "needling", "serum", "obs", "check"];
const CLOCKS = [
  ["numbing", "applied_at", "removed_at", () => t("Contact time")],
  ["needling", "started_at", "ended_at", () => t("Needling time")],
];
const DATED = new Set(["date", "datetime"]);
const EXPECTED = new Set(["visit.session_no"]);
const rank = (unit) => (FIRST.indexOf(unitName(unit)) + FIRST.length + 1) % (FIRST.length + 1);

/**
 * The lines of a note that can be compared with another visit's: days and hours differ every time, so they make room for
 * the durations they imply.
 */
export function comparable(sections, fields) {
  const durations = new Map(CLOCKS.map(([unit, from, to, label]) => [unit, duration(fields[unit], from, to, label)]));
  return sections
    .map((each) => ({
      ...each,
      lines: [
        ...(durations.get(each.unit) ?? []),
        ...each.lines.filter(({ unit, name, kind }) => !EXPECTED.has(`${unit}.${name}`) && !DATED.has(kind)),
      ],
    }))
    .filter(({ lines }) => lines.length)
    .sort((a, b) => rank(a.unit) - rank(b.unit));
}

function duration(values, from, to, label) {
  const minutes = (Date.parse(values?.[to]) - Date.parse(values?.[from])) / 60_000;
  return minutes > 0 ? [{ label: label(), value: formatMinutes(minutes) }] : [];
}

/**
 * Two notes as lines, compared place by place. `now` and `before` are what contentLines gave.
 * `left` is what stood there last time and was not entered now: most of it is never copied, and only told.
 * Returns in the order of the note
 */
export function changedLines(
  now,
  before,
): {
  section: string;
  lines: { label: string; was: string; is: string }[];
  left: { label: string; was: string }[];
  same: number;
}[] {
  const [current, earlier] = [keyed(now), keyed(before)];
  const found = new Map();
  for (const [key, line] of new Map([...current, ...earlier, ...current])) {
    const { section, label, whole } = line;
    if (!found.has(section)) found.set(section, { section, lines: [], left: [], same: 0 });
    const group = found.get(section);
    const [is, was] = [current.get(key)?.value, earlier.get(key)?.value];
    const change = { label, whole, ...(current.has(key) ? differences(was, is) : { was, is }) };
    const isTold = change.is || (!current.has(key) && (whole || !now.some((each) => each.section === section)));
    if (plain(was) === plain(is)) group.same += 1;
    else (isTold ? group.lines : group.left).push(change);
  }
  return [...found.values()];
}

/** Of lines that hold several values, only those that are not the same in both. */
function differences(was, is) {
  const [before, now] = [plain(was).split(" · "), plain(is).split(" · ")];
  const only = (parts, others) => parts.filter((part) => !others.includes(part)).join(" · ");
  const shown = { was: only(before, now), is: only(now, before) };
  return shown.was || shown.is ? shown : { was: plain(was), is: plain(is) };
}

const plain = (value) => (value === undefined ? "" : String(value));

/** The lines by section, label and place among those of one label: key -> {section, ...line}. */
function keyed(sections) {
  const found = new Map();
  const place = (key, n = 1) => (found.has(`${key}|${n}`) ? place(key, n + 1) : `${key}|${n}`);
  for (const { section, lines } of sections)
    for (const line of lines) found.set(place(`${section}|${line.label}`), { section, ...line });
  return found;
}
