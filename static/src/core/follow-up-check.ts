// Whether a follow-up may be signed: what it lacks, what the rules find in it, and its red flags. What was seen is judged
// as an observation of the note would be, with the note as context. Mirrors server/domain/follow_up_check.py;
// tests/vectors/follow_up_check.json holds both to the same results.
import type { Acknowledged, Content, Finding, Section, Unit } from "../types.js";
import { fingerprint, openFindings } from "./answers.js";
import { fieldOf, sectionFor } from "./catalogue.js";
import { type Gap, missing } from "./completeness.js";
import { isReached } from "./follow-up.js";
import { isLongEnough } from "./reasons.js";
import { READ, redFlags } from "./red-flags.js";
import { evaluate } from "./rules.js";
import { instant, MINUTE } from "./times.js";
import { treatmentEnd } from "./treatment-end.js";
import type { Context } from "./units.js";

export interface Checked {
  findings: Finding[];
  /** Terms of adverse events that the findings point to, the most urgent first. */
  flags: string[];
  gaps: Gap[];
  /** The fingerprint of what was seen of the red flags. */
  judged: string;
}

/** The messages of T12, which the screens translate. */
const FUTURE = "This time is in the future.";
const OUTSIDE = "This time is outside the window of this follow-up";
const DAYS: Record<string, number> = { T24: 1, T72: 3, T7d: 7, T28d: 28 };
/** The clock of a tablet may be set to the wrong hour. */
const CLOCK_SLACK = 90 * MINUTE;
const HOUR = 3_600_000;
/** T12 judges the time of a follow-up. */
const OTHER_RULES = ["T11"];

interface Asked {
  rules: Parameters<typeof evaluate>[0];
  /** The sections of a follow-up. */
  sections: Section[];
}

/** `note`: the content of the visit's note; `context`: that of its rules. */
export function check(content: Content, note: Content, context: Context, { rules, sections }: Asked): Checked {
  const { about = {}, seen = {} } = content;
  const gaps = missing(sections, content, { ...context, type: "follow_up" });
  const timed = timesOf(about, note, context);
  if (!isReached(content))
    return { findings: timed.filter(({ severity }) => severity === "block"), flags: [], gaps, judged: "" };
  const findings = [...timed, ...ofObservation(about, seen, note, context, rules)];
  const flags = redFlags(seen, String(about.point), context.limits);
  if (!flags.length && findings.some(({ severity }) => severity === "reason")) flags.push("other");
  if (!Object.keys(seen).length) gaps.push(lacks(sections, "seen"));
  const fp = judged(flags, about, seen, findings);
  return { findings, flags, gaps: [...gaps, ...unanswered(content.flags ?? {}, flags, sections, fp)], judged: fp };
}

/** What an answer to the red flags applies to: which they are, and the values behind them. */
function judged(flags: string[], about: Unit, seen: Unit, findings: Finding[]) {
  const asked = findings.filter(({ severity }) => severity === "reason");
  const read = [...READ, ...asked.flatMap(({ fields }) => fields.map((path) => path.replace(/^seen\./, "")))];
  const values = Object.fromEntries(read.filter((name) => seen[name] != null).map((name) => [name, seen[name]]));
  const rules = [...new Set(asked.map(({ rule }) => rule))].sort();
  return flags.length ? fingerprint("flags", about.point ?? null, { flags, rules, seen: values }) : "";
}

/** The findings that block signing. What requires a reason is answered with the red flags. */
export const standing = ({ findings }: Checked, acknowledged: Acknowledged[] = []): Finding[] =>
  openFindings(
    {},
    findings.filter(({ severity }) => severity.startsWith("block") || severity === "warn"),
    acknowledged,
  );

function ofObservation(about: Unit, seen: Unit, note: Content, context: Context, rules: Asked["rules"]): Finding[] {
  const unit = `obs:${about.point}`;
  const observed = about.at ? { at: about.at, ...seen } : seen;
  return evaluate(rules, { ...note, [unit]: observed }, context)
    .filter(({ at, rule }) => at === unit && !OTHER_RULES.includes(rule))
    .map((found) => renamed(found, unit));
}

/** The finding with its paths as those of a follow-up. */
const renamed = (found: Finding, unit: string): Finding => ({
  ...found,
  at: null,
  fields: found.fields.map((path) => ownPath(path, unit)),
  numbers: Object.fromEntries(Object.entries(found.numbers).map(([path, value]) => [ownPath(path, unit), value])),
});

function ownPath(path: string, unit: string): string {
  if (!path.startsWith(`${unit}.`)) return path;
  const field = path.slice(unit.length + 1);
  return field === "at" ? "about.at" : `seen.${field}`;
}

function timesOf(about: Unit, note: Content, { now, limits }: Context): Finding[] {
  const at = instant(about.at);
  if (at == null) return [];
  if (at - new Date(now ?? Date.now()).getTime() > CLOCK_SLACK) return [finding("block", FUTURE, about)];
  const ended = instant(treatmentEnd(note));
  const window = limits.follow_up.find(({ key }: Unit) => key === about.point);
  if (ended == null || !window) return [];
  const hours = (at - ended) / HOUR;
  const isWithin = (one: Unit) => one.from_h <= hours && hours <= one.until_h;
  if (isWithin(window)) return [];
  const fitting = DAYS[limits.follow_up.find(isWithin)?.key];
  const told = fitting ? `${OUTSIDE}: it belongs to that of day ${fitting}.` : `${OUTSIDE}.`;
  return [finding("info", told, about)];
}

const finding = (severity: "block" | "info", message: string, about: Unit): Finding => ({
  ...{ rule: "T12", severity, message, fields: ["about.at"], numbers: { "about.at": about.at }, source: "DES" },
  ...{ at: null, alert: false, since: null, was: null },
});

/**
 * A red flag requires an adverse event, or the reason why there is none. An answer applies to what was seen when it was
 * given; one that does not say what for holds.
 */
function unanswered({ answer, reason, judged }: Unit, flags: string[], sections: Section[], fp: string): Gap[] {
  if (flags.length && judged != null && judged !== fp) return [lacks(sections, "flags", "answer")];
  if (flags.length && !answer) return [lacks(sections, "flags", "answer")];
  if (flags.length && answer === "not_an_event" && !isLongEnough(reason)) return [lacks(sections, "flags", "reason")];
  return [];
}

function lacks(sections: Section[], unit: string, name = ""): Gap {
  const section = sectionFor(sections, unit);
  const label = section?.label ?? "";
  return {
    ...{ unit, field: name, section: label, label: fieldOf(section, name)?.label ?? label },
    ...{ problem: "missing", params: {}, row: null },
  };
}
