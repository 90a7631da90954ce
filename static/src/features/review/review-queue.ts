import { beganBefore } from "../../core/context.js";
import { confirmedCopies } from "../../core/copied.js";
import { hasPictures } from "../../core/pictures.js";
import { evaluate } from "../../core/rules.js";
import { lateBy, mayReview, notAsked, waitsFor } from "../../core/review-policy.js";
import { answered } from "../../core/trace.js";
import { hasWritten } from "../../core/writers.js";
import { afterPaint } from "../../lib/after-paint.js";
import type { Template } from "../../lib/dom.js";
import { languageNow, t } from "../../lib/i18n.js";
import { unitLabel } from "../../store/forms.js";
import type { ReviewRecords } from "./review-records.js";
import type { AppContext, Content, Finding, Forms, LocalRecord, Person, TraceEntry, User } from "../../types.js";
import { severityWord } from "../../ui/forms/finding.js";
import { peopleAround } from "../note/note-context.js";
import { contextOf } from "../note/rule-context.js";
import { contentLines, type LineGroup } from "../note-record/content-lines.js";
import { type ComparedLine, comparable } from "../note-record/diff.js";
import { pathLabel } from "../note-record/fact-labels.js";
import { bothMaps } from "./review-maps.js";
import { bothPhotos } from "./review-photos.js";
import { laterLines } from "../note-record/later.js";
import { newestFirst, sessionDate, visit } from "../note-record/visit-labels.js";

/** A note that waits for its review, with its findings. */
export interface QueueEntry {
  note: LocalRecord;
  findings: Finding[];
  rank: number;
  needsLook: boolean;
  /** The finding that its place in the queue comes from; null where there is none to look at. */
  first: Finding | null;
  /** For how many days it has waited, where that is longer than the clinic allows; else 0. */
  late: number;
}

/** What changed since the return, since the visit before, or the whole note. */
export type Mode = "answer" | "changed" | "whole";

/** The data of a card for one queue entry. */
export interface ReviewCard {
  note: LocalRecord;
  findings: Finding[];
  patient: LocalRecord | undefined;
  lines: LineGroup[];
  now: LineGroup<ComparedLine>[];
  /** The treated visit before this one, and its lines; null where there is none. */
  before: { note: LocalRecord; lines: LineGroup<ComparedLine>[] } | null;
  /** Visits of the patient later on the same day. */
  later: Template[];
  /** Copied values that were only confirmed. */
  copies: LineGroup[];
  /** The note against what it was when it was returned; null where it answers no return. */
  answered: { round: TraceEntry; now: LineGroup[]; before: LineGroup[] } | null;
  /** The face maps of both visits. */
  maps: Template;
  /** The photos of both visits. */
  photos: Template;
  /** What was chosen to be shown; null for the first that there is. */
  mode: Mode | null;
  labelOf: (path: string) => string;
  whereOf: (finding: Finding) => string;
}

/** Patients by their id. */
export type Patients = Pick<Map<string, LocalRecord>, "get">;

/** Its findings came with the signature; others are evaluated here, from the whole records. */
export const isJudged = (note: LocalRecord): boolean => Boolean(note.findings && !note.pending);

const WEIGHT: Record<string, number> = { block: 0, "block*": 1, "reason*": 1, reason: 2, warn: 3, info: 9 };

/** The previous visit of the same patient, also an earlier one of the same day. */
export function noteBefore(note: LocalRecord, notes: LocalRecord[]): LocalRecord | undefined {
  return notes
    .filter(
      (other) =>
        other.patient_id === note.patient_id &&
        other.id !== note.id &&
        other.state !== "void" &&
        visit(other).performed === "treated" &&
        (sessionDate(other) < sessionDate(note) ||
          (sessionDate(other) === sessionDate(note) && beganBefore(other.fields, note.fields))),
    )
    .sort(newestFirst)[0];
}

/** The findings at the signature; evaluated here while the server's are unknown. */
export function findingsOf(
  note: LocalRecord,
  patient: LocalRecord | undefined,
  notes: LocalRecord[],
  forms: Forms,
  boxes: LocalRecord[] = [],
): Finding[] {
  if (note.findings && isJudged(note)) return under(signedUnder(note), note.findings.map(atSignature));
  const context = contextOf(note.fields, { patient, notes, note, forms, boxes });
  return under(forms.limits.version, evaluate(forms.rules, note.fields, context));
}

/** Findings kept with a signature were settled then, unless the server says otherwise. */
const atSignature = (finding: Finding): Finding => ({ ...finding, since: finding.since ?? "signed" });

/** Findings with the name of the limits they use. */
const under = (limits: string | undefined, findings: Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, limits }));

const signedUnder = ({ signatures }: LocalRecord) =>
  signatures.findLast(({ meaning }) => meaning !== "countersign")?.limits_version;

/** The patients with a note that waits and is not judged yet. */
export const unjudged = (user: User, notes: LocalRecord[]): string[] => [
  ...new Set(
    notes.filter((note) => mayReview(user.id, note) && !isJudged(note)).map(({ patient_id }) => patient_id ?? ""),
  ),
];

/** What was decided earlier in the course is looked at where it was decided. */
const weighed = ({ severity, was, since }: Finding) => (since === "decided" ? severity : (was ?? severity));

const weightOf = (finding: Finding): number => WEIGHT[weighed(finding)] ?? 9;

/** Notes that wait for this reviewer: those with findings first, then the oldest. */
export function queueFor(
  user: User,
  notes: LocalRecord[],
  patients: Patients,
  forms: Forms,
  boxes: LocalRecord[] = [],
): QueueEntry[] {
  const waiting = notes
    .filter((note) => waitsFor(user.id, note, forms.settings))
    .map((note) => {
      const findings = findingsOf(note, patients.get(note.patient_id ?? ""), notes, forms, boxes);
      const rank = Math.min(9, ...findings.map(weightOf));
      const needsLook = rank < WEIGHT.info;
      const first = needsLook ? (findings.find((finding) => weightOf(finding) === rank) ?? null) : null;
      return { note, findings, rank, needsLook, first, late: lateBy(note, forms.settings?.review_days) };
    });
  return waiting.sort((a, b) => a.rank - b.rank || sessionDate(a.note).localeCompare(sessionDate(b.note)));
}

/** Whether a note may be approved together with others: the server has judged it and found nothing. */
export const mayJoin = ({ note, needsLook }: QueueEntry): boolean =>
  !needsLook && isJudged(note) && !answered(note) && !hasPictures(note.fields);

/** How many wait for other reviewers, by name. */
export const ofOthers = (user: User, notes: LocalRecord[], forms: Forms): number =>
  notes.filter((note) => mayReview(user.id, note) && !waitsFor(user.id, note, forms.settings)).length;

export const ownWaiting = (user: User, notes: LocalRecord[]): LocalRecord[] =>
  notes.filter((note) => note.state === "signed" && hasWritten(user.id, note) && !notAsked(note)).sort(newestFirst);

interface NoteLines {
  forms: Forms;
  /** The language, and the names that stand in the lines. */
  under: string;
  lines: LineGroup[];
  compared: LineGroup<ComparedLine>[];
  copies: LineGroup[];
}

const readBefore = new WeakMap<LocalRecord, NoteLines>();

/** The lines of a note, worked out once for as long as it and the names in it are the same. */
function readNote(note: LocalRecord, forms: Forms, people: Person[]): NoteLines {
  const under = `${languageNow()} ${people.map(({ id, name }) => `${id} ${name}`).join()}`;
  const known = readBefore.get(note);
  if (known?.forms === forms && known.under === under) return known;
  const linesOf = (fields: Content) => contentLines("note", fields, forms, people);
  const lines = linesOf(note.fields);
  const compared = comparable(lines, note.fields);
  const made = { forms, under, lines, compared, copies: linesOf(confirmedCopies(note.fields)) };
  readBefore.set(note, made);
  return made;
}

/** Works out the lines of the next card while a person reads the one before it. */
export async function readAhead(
  next: LocalRecord | undefined,
  records: ReviewRecords,
  notes: LocalRecord[],
  app: AppContext,
) {
  if (!next || !app.forms || !records.has(next) || readBefore.has(next)) return;
  await afterPaint();
  const people = peopleAround(app, notes);
  for (const each of [next, noteBefore(next, notes)]) if (each) readNote(each, app.forms, people);
}

/** Whose notes are before the one at this place, at it, and up to so many after it. */
export const patientsAround = (queue: QueueEntry[], at: number, after: number): string[] =>
  queue.slice(Math.max(0, at - 1), at + after + 1).flatMap(({ note }) => note.patient_id ?? []);

export function cardOf(
  { note, findings }: QueueEntry,
  notes: LocalRecord[],
  patients: Patients,
  app: AppContext,
  mode: Mode | null,
): ReviewCard {
  const { forms } = app;
  const people = peopleAround(app, notes);
  const before = noteBefore(note, notes);
  const now = readNote(note, forms, people);
  const round = answered(note);
  return {
    note,
    findings,
    patient: patients.get(note.patient_id ?? ""),
    lines: now.lines,
    now: now.compared,
    before: before ? { note: before, lines: readNote(before, forms, people).compared } : null,
    later: laterLines(note, notes),
    copies: now.copies,
    answered: round && {
      round: round.round,
      now: now.lines,
      before: contentLines("note", round.fields, forms, people),
    },
    photos: bothPhotos(note, before ?? null, notes, forms),
    maps: bothMaps({ note, before: before ? { note: before } : null, findings }, forms),
    mode,
    labelOf: (path) => pathLabel(forms, path),
    whereOf: ({ at }) => (at ? unitLabel("note", at) : ""),
  };
}

/** The queue with what was put off at its end. */
export const inOrder = (queue: QueueEntry[], later: string[]): QueueEntry[] => [
  ...queue.filter(({ note }) => !later.includes(note.id)),
  ...later.flatMap((id) => queue.filter(({ note }) => note.id === id)),
];

/** Postponed notes come last; the others go by the most severe of what is to be looked at, then by the day of the visit. */
export function placeWords({ first }: Pick<QueueEntry, "first">, isPostponed: boolean): string {
  if (isPostponed) return t("You put this note off: it comes after the others.");
  if (!first) return t("No finding to look at: after those with one, the earliest visit first.");
  const words = { severity: severityWord(weighed(first)), finding: first.message };
  return t("Its place comes from “{severity}”: {finding} Within the same severity the earliest visit is first.", words);
}
