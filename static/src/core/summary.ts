// The summary of a record: what lists, courses, follow-up tasks and search need of it. It has the shape of a record, so
// that lists take either; the record itself is read only where it is opened.

import type { Content, LocalRecord, RecordTypeName, Unit, Value } from "../types.js";
import { isMade } from "./follow-up.js";
import { notOnFile } from "./not-on-file.js";
import { searchText } from "./search.js";
import { earlierIdentities } from "./trace.js";
import { treatmentEnd } from "./treatment-end.js";

/** Raised when a summary holds something else: every tablet then makes its summaries again. */
export const SUMMARY_SHAPE = 8;

/** A record cut to its summary; `search` is the text a patient is found by, `lacking` the facts that are not on file. */
export type Summary = LocalRecord & { search?: string; lacking?: string[] };

const VISIT =
  "performed kind stopped_at course session_date session_no sessions_planned interval_weeks_planned operator";
const COURSE = "started_on sessions_planned interval_weeks final_review_on stop_reason closed_on";

const WAITING = ["draft", "returned", "signed"];

const kept = (unit: Unit | undefined, names: string): Unit | undefined => {
  const held = names.split(" ").filter((name) => unit?.[name] != null);
  return unit && held.length ? Object.fromEntries(held.map((name) => [name, unit[name]])) : undefined;
};

/** Whether it was made, by one of its values, and what was noted of an attempt. */
function observation(unit: Unit): Unit | undefined {
  const made = Object.keys(unit).find((name) => isMade({ [name]: unit[name] }));
  return kept(unit, made ? `note ${made}` : "note");
}

const shortened = <T extends Unit>(rows: T[] | undefined, names: string): Value =>
  rows?.map((row) => kept(row, names) ?? {});

/** The unit with these lists cut to a few columns. */
const withRows = (unit: Unit | undefined, names: string, list: string, columns: string): Unit | undefined => {
  const listed = Array.isArray(unit?.[list]) ? { [list]: shortened(unit[list], columns) } : undefined;
  return listed ? { ...kept(unit, names), ...listed } : kept(unit, names);
};

const cream = (unit?: Unit) => withRows(unit, "applied_at removed_at planned_min", "other_la", "at");
const draw = (unit?: Unit) => withRows(unit, "used_at route", "sites", "ml");

type Cut = (fields: Content) => [string, Unit | undefined][];

const repeated = (
  fields: Content,
  prefix: string,
  cut: (unit: Unit) => Unit | undefined,
): [string, Unit | undefined][] =>
  Object.keys(fields)
    .filter((name) => name.startsWith(prefix))
    .map((name) => [name, cut(fields[name])]);

const CUTS: Partial<Record<RecordTypeName, Cut>> = {
  note: (fields) => [
    ["visit", kept(fields.visit, VISIT)],
    ["numbing", cream(fields.numbing)],
    ...repeated(fields, "numbing:", cream),
    ["prp", draw(fields.prp)],
    ...repeated(fields, "prp:", draw),
    ...repeated(fields, "la:", (unit) => kept(unit, "at")),
    ["needling", kept(fields.needling, "started_at ended_at")],
    ["device", kept(fields.device, "unit_code")],
    ...repeated(fields, "obs:", observation),
  ],
  follow_up: (fields) => [
    ["about", kept(fields.about, "note_id point at how reached")],
    ["flags", kept(fields.flags, "answer")],
  ],
  patient: (fields) => [
    ["identity", kept(fields.identity, "given family mrn birth_date phone")],
    // a course is there from its first entry on, whatever that says
    ...repeated(fields, "course:", (unit) => kept(unit, COURSE) ?? {}),
    ...repeated(fields, "allergy:", (unit) => kept(unit, "status known_since noted_for")),
  ],
};

/** The day of what concerns somebody today, whenever it was begun. */
export const STANDING = "9999-12-31";

export const hasDay = (type: string): boolean => type !== "patient";

/**
 * The last day of a visit or a follow-up, by which lists of the present find it: they need what is open, waits for a review
 * or for the server, and what was done lately. Undefined for a patient.
 */
export function dayOf({ type, state, pending, attention, fields, happened_at: on }: Summary): string | undefined {
  if (!hasDay(type)) return undefined;
  if (pending || attention || WAITING.includes(state)) return STANDING;
  const days = [on, fields.visit?.session_date, treatmentEnd(fields), fields.about?.at];
  return days
    .map((day) => String(day ?? "").slice(0, 10))
    .sort()
    .pop();
}

export const hasSummary = (type: string): boolean => type in CUTS;

/** The one place that decides what a summary holds; null for a type without summaries. */
export function summaryOf(record: LocalRecord): Summary | null {
  const cut = CUTS[record.type];
  if (!cut) return null;
  const { findings, fields, signatures, review, trace, content_hash: _hash, ...head } = record;
  const units = cut(fields).filter((unit): unit is [string, Unit] => unit[1] !== undefined);
  return {
    ...head,
    content_hash: "",
    ...(trace
      ? { trace: record.type === "patient" ? trace : trace.map(({ before: _before, ...entry }) => entry) }
      : {}),
    fields: Object.fromEntries(units),
    signatures: shortened(signatures, "version meaning user_id at limits_version review"),
    review: review && ({ comment: review.comment } as LocalRecord["review"]),
    ...(record.state === "signed" && findings
      ? { findings: shortened(findings as unknown as Unit[], "rule severity was since") }
      : {}),
    ...(record.type === "patient"
      ? { search: searchText(fields.identity ?? {}, earlierIdentities(record)), lacking: notOnFile(fields) }
      : {}),
  };
}
