// The model of a note on a screen. The editor, the signature, the amendment and the reader build it from the content of
// the note, judged by facts, rules and completeness; sections, map and shelf read and write the note through it.

import { bound, raisedGaps, type Signed, settled } from "../../core/amendment.js";
import { type Card, cardsOf } from "../../core/cards.js";
import { sectionFor, unitName, unitTitle } from "../../core/catalogue.js";
import type { Gap } from "../../core/completeness.js";
import { advised, missing } from "../../core/completeness.js";
import type { Source } from "../../core/copied.js";
import { copiedState, openPaths } from "../../core/copied.js";
import { learnedOn, noLongerSince } from "../../core/learned.js";
import type { View } from "../../core/rules.js";
import { evaluate, look } from "../../core/rules.js";
import type { Context } from "../../core/units.js";
import { isEditable } from "../../core/workflow.js";
import type { Template } from "../../lib/dom.js";
import type { Content, Field, Finding, Forms, LocalRecord, Person, Section, Value } from "../../types.js";
import type { Patch, SavedState } from "../../ui/forms/autosave.js";
import { bySeverity, type FindingOptions, isUnanswered } from "../../ui/forms/finding.js";
import { pathLabel } from "../note-record/fact-labels.js";
import type { PhotoUi } from "../photos/photo-step.js";
import { problemLabel } from "../note-record/problem-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { copySource } from "./copied-values.js";
import type { Jump, Place } from "./missing-list.js";
import { contextOf, type NoteContextRecords } from "./rule-context.js";

/** The note with the pending changes applied. */
export interface NotePart {
  record: LocalRecord;
  content: Content;
  /** The content with the texts written for its findings; in a signed note they apply to the signed values. */
  answers: Content;
  /** The paths of unconfirmed copied values. */
  unconfirmed: string[];
  carriedAt: (path: string) => "open" | "confirmed" | null;
  /** The source of the copied values, as text. */
  carriedFrom: string;
}

/** The rule context of the note. */
export interface ContextPart {
  forms: Forms;
  /** The sections of the note. */
  sections: Section[];
  /** The name of the patient. */
  about: string;
  /** The language that the patient reads: "es". */
  reads: string;
  people: Person[];
  /** All of the patient's, this one among them. */
  notes: LocalRecord[];
  /** The boxes on the shelf; null on a screen that offers none. */
  lots: LocalRecord[] | null;
  /** Note ids by the unit codes that they name. */
  unitsInUse: Map<string, Set<string>>;
  section: (unit: string) => Section;
  /** The label of a path of a finding. */
  labelOf: (path: string) => string;
}

/** The result of facts, rules and completeness for the note. */
export interface JudgedPart {
  view: View;
  findings: Finding[];
  /** The findings by cause: one card, one answer. */
  cards: Card[];
  /** The fingerprints of the findings. */
  current: Set<string | undefined>;
  /** What blocks the signature, without warnings: one finding for each card. */
  open: Finding[];
  /** What is missing to sign, without unconfirmed copied values. */
  gaps: Gap[];
  /** Recommended entries that are missing. */
  advice: Gap[];
  fact: (unit: string, name: string) => Value;
  /** The zone or section that a finding is about, as text. */
  where: (finding: Finding) => Place;
  /** Whether a finding is shown while the note is written: what was not reached yet is only to do. */
  isDue: (finding: Finding) => boolean;
  /** The findings shown beside this field. */
  at: (unit: string, name: string) => Finding[];
  /** The error message for the value of this field. */
  problems: (unit: string, name: string) => string[];
  /** Whether this field blocks the signature. */
  needed: (unit: string, field: Field) => boolean;
}

/** How the fields of the note are drawn on this screen. */
export interface FormPart {
  disabled: boolean;
  /** The saved mark beside the field that was just changed. */
  saved: (unit: string, name: string) => SavedState | null;
  /** How the findings of this note are shown and answered. */
  findingOptions: FindingOptions;
  /** The day of a visit that is entered afterwards: its times are picked, not stamped. */
  pickOn?: string | null;
  /** Fields that the screen draws itself, by path. */
  draws?: Record<string, (field: Field) => Template>;
  /** Copied values that are shown with a start button and confirmed by it, by the path of the time. */
  confirms?: Record<string, { words: string; paths: string[] }>;
}

/** The state of the screen, kept between drawings. */
export interface NoteUi {
  busy: boolean;
  /** The error message of the last action. */
  problem: string;
  /** The fingerprints of the acknowledged warnings. */
  acknowledged: Set<string | undefined>;
  step?: string | null;
  /** The language in which the consent is read, when another was chosen than the patient's. */
  consentIn?: string;
  /** The chosen time point of the observations. */
  obs?: string | null;
  /** What the photos remember. */
  photos?: PhotoUi;
  /** Units that were added here and may still be empty. */
  begun?: string[];
  /** The path of the field to focus after drawing. */
  goTo?: string | null;
  /** What was open since the list of what is left was opened: step -> paths. */
  left?: Map<string, Set<string>> | null;
  /** The lists to which an empty row was added. */
  rows?: Set<string>;
  /** The rules that were open since the screen was opened. */
  met?: Set<string>;
  /** What was missing since this screen was opened, by path. */
  seen?: Map<string, Gap>;
  /** The steps that were left again. */
  visited?: Set<string>;
  /** The fingerprints of the due findings as they were drawn last, and what was said of those that came. */
  heard?: Set<string | undefined>;
  spoken?: string;
  /** The model as it was drawn last. */
  model?: NoteModel;
  /** The strip of steps has been drawn. */
  shown?: boolean;
}

/** The actions of this screen. Each write settles with whether it is durable. */
export interface NoteActions {
  set: (unit: string, patch: Patch) => Promise<boolean>;
  /**
   * Several units at once. `copiedAgain`: paths whose copied value an undo restores; `left`: the content that was
   * shown.
   */
  setAll: (changes: Content, copiedAgain?: string[], left?: Content) => Promise<boolean>;
  /** Confirms copied values. */
  confirm: (paths: string[]) => Promise<boolean>;
  /** Copies the values of an earlier note or of a protocol into this one. */
  lay: (values: Content, from: Source) => Promise<boolean>;
  /** Removes the copied values that are not confirmed. */
  takeBack: () => Promise<boolean>;
  /** Opens a step. */
  go: (step: string) => void;
  /** Leaves the steps for the review of the note. */
  finish: () => void;
  /** Opens a field; without a name the section as a whole. */
  jump: Jump;
}

/** A note on a screen: its content, its context, its findings, how it is drawn, and its actions. */
export interface NoteModel {
  note: NotePart;
  context: ContextPart;
  judged: JudgedPart;
  form: FormPart;
  ui: NoteUi;
  actions: NoteActions & { redraw: () => void };
}

/** What follows from the content of a note and the records around it, on any screen. */
export interface JudgedNote extends Pick<NoteModel, "note" | "judged"> {
  context: Omit<ContextPart, "people" | "lots" | "notes">;
}

/** What is missing to sign, without unconfirmed copied values. */
const lackingIn = (content: Content, context: Context, { record_types: { note, patient } }: Forms) =>
  missing(note.sections, content, context, patient.sections).filter(({ problem }) => problem !== "carried");

/**
 * A signed note before what is added to it here. The server knows what was found at the signature; without that, all
 * findings count.
 */
function signedState(around: NoteContextRecords): Signed & { context: Context } {
  const { note, forms } = around;
  const context = contextOf(note.fields, around);
  const findings = evaluate(forms.rules, note.fields, context);
  const kept = note.findings && !note.pending ? note.findings : findings;
  return { content: note.fields, context, findings, kept, patient: context.patient };
}

/** Judges the content of a note. In a signed note, an addition is responsible only for the findings it raises. */
export function judge({ content, ...around }: NoteContextRecords & { content: Content }): JudgedNote {
  const { note, patient, forms, unitsInUse = new Map() } = around;
  const sections = forms.record_types.note.sections;
  const context = contextOf(content, around);
  const signed = isEditable("note", note.state) ? null : signedState(around);
  const found = evaluate(forms.rules, content, context);
  const lacking = lackingIn(content, context, forms);
  const view = look(content, context);
  const gaps = signed ? raisedGaps(lacking, lackingIn(signed.content, signed.context, forms)) : lacking;
  const findings = bySeverity(signed ? settled(found, content, signed) : found).map((finding) => ({
    ...finding,
    learned_on: finding.since === "learned" ? learnedOn(finding, content, context, forms.rules) : null,
    ended_on: finding.since === "withdrawn" ? noLongerSince(finding, content, context, forms.rules) : null,
    limits: forms.limits.version,
  }));
  const answers = signed ? bound(content, signed, found) : content;
  const cards = cardsOf(findings);
  const open = (card: Card) => card.findings.filter((finding) => isUnanswered(finding, answers)).slice(0, 1);
  const section = (unit: string) => sectionFor(sections, unit) as Section;
  return {
    note: {
      record: note,
      content,
      answers,
      unconfirmed: openPaths(content),
      carriedAt: (path) => copiedState(content, path),
      carriedFrom: copySource(content),
    },
    context: {
      forms,
      sections,
      about: patientName(patient),
      reads: String(patient?.fields.identity?.language ?? "en"),
      unitsInUse,
      section,
      labelOf: (path) => pathLabel(forms, path),
    },
    judged: {
      view,
      findings,
      cards,
      current: new Set(findings.map(({ fp }) => fp)),
      open: cards.flatMap(open),
      gaps,
      advice: advised(sections, content, context),
      fact: (unit, name) => view.facts[unit]?.[name] ?? null,
      where: ({ at }) => at && unitTitle(section(at), at, content),
      isDue: () => true,
      at: (unit, name) => findings.filter((finding) => firstIn(finding, unit) === `${unit}.${name}`),
      problems: (unit, name) =>
        gaps.filter((gap) => gap.unit === unit && gap.field === name && gap.problem !== "missing").map(problemLabel),
      needed: (unit, field) =>
        lacking.some((gap) => gap.unit === unit && gap.field === field.name && gap.problem === "missing"),
    },
  };
}

/** A finding about several fields of a section is shown once there, beside the first of them. */
const firstIn = (finding: Finding, unit: string) =>
  finding.fields.find((path) => unitName(path.split(".")[0]) === unitName(unit));
