import { unitName } from "../core/catalogue.js";
import { formatMinutes } from "../lib/dates.js";
import { t } from "../lib/i18n.js";

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
    .map((each) => ({ ...each, lines: [...(durations.get(each.unit) ?? []), ...each.lines.filter(({ unit, name, kind }) => !EXPECTED.has(`${unit}.${name}`) && !DATED.has(kind))] }))
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
 * @returns {{section: string, lines: {label: string, was: string, is: string}[], left: {label: string, was: string}[], same: number}[]} in the order of the note
 */
export function changedLines(now, before) {
  const earlier = keyed(before);
  const seen = new Set();
  const sections = now.map(({ section, lines }) => {
    const changes = [];
    const left = [];
    let same = 0;
    for (const [key, { label, value }] of withKeys(section, lines)) {
      seen.add(key);
      const was = earlier.get(key)?.value;
      const change = { label, ...differences(was, value) };
      if (plain(was) === plain(value)) same += 1;
      else (change.is ? changes : left).push(change);
    }
    return { section, lines: changes, left, same };
  });
  for (const { section, lines } of before) {
    const gone = [...withKeys(section, lines)].filter(([key]) => !seen.has(key)).map(([, { label, value, whole }]) => ({ label, whole, was: value, is: undefined }));
    if (!gone.length) continue;
    const there = sections.find((each) => each.section === section);
    if (there) for (const line of gone) there[line.whole ? "lines" : "left"].push(line);
    else sections.push({ section, lines: gone, left: [], same: 0 });
  }
  return sections;
}

/** Of lines that hold several values, only those that are not the same in both. */
function differences(was, is) {
  const [before, now] = [plain(was).split(" · "), plain(is).split(" · ")];
  const only = (parts, others) => parts.filter((part) => !others.includes(part)).join(" · ");
  const shown = { was: only(before, now), is: only(now, before) };
  return shown.was || shown.is ? shown : { was: plain(was), is: plain(is) };
}

const plain = (value) => (value === undefined ? "" : String(value));

/** Lines with a key that tells two of the same label apart. */
function* withKeys(section, lines) {
  const count = new Map();
  for (const line of lines) {
    const n = (count.get(line.label) ?? 0) + 1;
    count.set(line.label, n);
    yield [`${section}|${line.label}|${n}`, line];
  }
}

function keyed(sections) {
  return new Map(sections.flatMap(({ section, lines }) => [...withKeys(section, lines)]));
}
