// What the screens of one note share: opening, judging and signing it, and what blocks its signature.

import { answering, answerUnit, openFindings } from "../../core/answers.js";
import type { Card } from "../../core/cards.js";
import type { Gap } from "../../core/completeness.js";
import { STOPPED } from "../../core/given.js";
import { pickedOn } from "../../core/late.js";
import { today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Found, liveView, type Source, type Sources } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft } from "../../store/drafts.js";
import { amend, changeFields } from "../../store/edits.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { Acknowledged, AppContext, Content, Finding, LocalRecord, Person } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { type Attempt, attempts } from "../../ui/forms/async-action.js";
import { Autosave, type Write } from "../../ui/forms/autosave.js";
import { cardTemplate, type FindingOptions, shownOf } from "../../ui/forms/finding.js";
import { bannerLink, bar, primary } from "../../ui/layout/page.js";
import { askForAbsent } from "../patient/absent.js";
import { patientName } from "../patient/patient-labels.js";
import { type FoundNote, goneNote, noForms, peopleAround, type WatchedNote, watchNote } from "./note-context.js";
import { judge, type NoteActions, type NoteModel, type NoteUi } from "./note-model.js";

/** The data every screen of one note is drawn from; `Ui` is what a screen adds to its state. */
export interface NoteScreen<Ui = object> extends FoundNote {
  app: AppContext;
  people: Person[];
  ui: NoteUi & Ui;
  saver: Autosave;
  redraw: () => void;
  attempt: Attempt;
}

type UiOf = Pick<NoteScreen, "ui">;

export interface NoteViewOptions<Ui, More> {
  ui?: Ui;
  /** Sources in addition to the note. */
  sources?: More;
  /** Stores what is entered: in the note, unless the screen overrides it. */
  write?: Write;
}

/** Draws a screen of one note; shows a message when the note or the form is not on this tablet. */
export function noteView<Ui extends object, More extends Sources>(
  host: HTMLElement,
  id: string,
  app: AppContext,
  draw: (screen: NoteScreen<Ui> & Found<More>) => Template,
  {
    ui: own = {} as Ui,
    sources = {} as More,
    write = (change, shown) => changeFields("note", id, change, shown),
  }: NoteViewOptions<Ui, More> = {},
) {
  const ui = Object.assign(own, { acknowledged: new Set<string | undefined>(), busy: false, problem: "" });
  let saver: Autosave;
  let absent: (() => Template) | undefined;
  const begin = (redraw: () => void) => {
    saver = new Autosave(write, redraw);
    const found: Source<WatchedNote> = (listener) =>
      watchNote(id, (news) => {
        saver.update(news.note?.fields ?? {});
        listener(news);
      });
    return { found, ...sources };
  };
  return liveView(host, begin, (values, redraw) => {
    const { found, ...more } = values as Found<More> & { found: WatchedNote };
    const { note } = found;
    if (!app.forms) return noForms();
    if (!note) {
      absent ??= askForAbsent(() => readIfThere(id), goneNote, redraw);
      return absent();
    }
    return draw({
      ...(more as unknown as Found<More>),
      ...found,
      note,
      app,
      people: peopleAround(app, found.notes),
      ui,
      saver,
      redraw,
      attempt: attempts(ui, redraw),
    });
  });
}

const CALLED_OFF_BUT_GIVEN = "V09";
const nothingDone = () => Promise.resolve(false);
/** The store function of a read-only screen. */
const READING: NoteActions = {
  set: nothingDone,
  setAll: nothingDone,
  confirm: nothingDone,
  lay: nothingDone,
  takeBack: nothingDone,
  go: () => undefined,
  finish: () => undefined,
  jump: () => undefined,
};

/** The actions a screen offers for its note. */
export interface ScreenOptions {
  actions?: Partial<NoteActions>;
  disabled?: boolean;
  /** The boxes on the shelf, where the screen offers them. */
  lots?: LocalRecord[];
  findingOptions?: FindingOptions;
}

/** The current note of a screen, judged. */
export function modelOf(
  screen: NoteScreen,
  content: Content,
  { actions, disabled = false, lots, findingOptions }: ScreenOptions = {},
): NoteModel {
  const { note, patient, notes, calls, app, people, ui, saver, redraw, unitsInUse, boxes } = screen;
  const {
    note: held,
    context,
    judged,
  } = judge({
    ...{ content, patient, notes, calls, note, unitsInUse, boxes },
    forms: app.forms,
  });
  const acts = { ...READING, ...actions, redraw };
  const onText = (asked: Finding, shown: Finding[], text: string) => {
    const unit = answerUnit(asked);
    const answered = shown.map((one) => ({ finding: one, shown: shownOf(one, judged.where(one), context.labelOf) }));
    return unit && acts.set(unit, (now) => answering({ ...content[unit], ...now }, text, answered, judged.current));
  };
  const fix = ({ rule }: Finding) =>
    rule === CALLED_OFF_BUT_GIVEN
      ? { words: t("It was stopped"), act: () => acts.set("visit", { performed: STOPPED }) }
      : null;
  return {
    note: held,
    context: { ...context, people, notes, lots: lots ?? null },
    judged,
    form: {
      disabled,
      pickOn: disabled ? null : pickedOn(content, today(), Date.now()),
      saved: (unit, name) => saver.state(unit, name),
      findingOptions: {
        ...{ content: held.answers, labelOf: context.labelOf, disabled, onText, fix },
        ...{ current: judged.current, whereOf: judged.where, ...findingOptions },
      },
    },
    ui,
    actions: acts,
  };
}

/** The warnings acknowledged on this screen, as long as they judge the same values. */
export const acknowledged = ({ ui }: UiOf, { judged }: NoteModel): Acknowledged[] =>
  judged.findings
    .filter(({ severity, fp }) => severity === "warn" && ui.acknowledged.has(fp))
    .map(({ rule, at, fp }) => ({ rule, at, fp }));

/** One tick for all warnings of a card. */
const acknowledge =
  ({ ui, redraw }: UiOf & { redraw: () => void }, shown: Finding[]) =>
  (on: boolean) => {
    for (const { fp } of shown) ui.acknowledged[on ? "add" : "delete"](fp);
    redraw();
  };

const warnings = ({ findings }: Card) => findings.filter(({ severity }) => severity === "warn");

/** Cards to be answered before a signature, each with its place and the check box that acknowledges it. */
export function cardList(
  screen: NoteScreen,
  model: NoteModel,
  cards: Card[],
  more: (finding: Finding) => FindingOptions = () => ({}),
): Template[] {
  const open = openFindings(model.note.answers, model.judged.findings, acknowledged(screen, model));
  return cards.map((card) =>
    cardTemplate(card, {
      ...model.form.findingOptions,
      isOpen: (finding) => open.includes(finding),
      acknowledged: warnings(card).every(({ fp }) => screen.ui.acknowledged.has(fp)),
      onAcknowledge: acknowledge(screen, warnings(card)),
      ...more(card.findings.find((finding) => open.includes(finding)) ?? card.head),
    }),
  );
}

/** Everything that blocks the signature, in the order of display. */
export interface InTheWay {
  /** The reasons of the screen, as text. */
  own: string[];
  /** What could not be saved. */
  trouble: Error[];
  conflicts: LocalRecord[];
  gaps: Gap[];
  /** The unconfirmed copied paths. */
  copied: string[];
  /** The cards with an unanswered finding. */
  open: Card[];
  count: number;
}

/** `own`: the reasons of the screen, each false where it does not apply. */
export function inTheWay(screen: NoteScreen, model: NoteModel, own: (string | false)[]): InTheWay {
  const { conflicts, saver } = screen;
  const way = {
    own: own.filter((words) => words !== false),
    trouble: saver.error ? [saver.error] : [],
    conflicts,
    gaps: model.judged.gaps,
    copied: model.note.unconfirmed,
    open: openCards(screen, model),
  };
  return { ...way, count: Object.values(way).reduce((sum, { length }) => sum + length, 0) };
}

function openCards(screen: NoteScreen, model: NoteModel): Card[] {
  const open = openFindings(model.note.answers, model.judged.findings, acknowledged(screen, model));
  return model.judged.cards.filter(({ findings }) => findings.some((finding) => open.includes(finding)));
}

/** The first blocking reason as text, or null. */
export function firstWords({ own, trouble, conflicts, gaps, copied, open }: InTheWay): string | null {
  const reasons = [
    ...own,
    trouble.length && t("Not everything is saved on this tablet."),
    conflicts.length && t("A conflict is open."),
    gaps.length && t("Entries missing: {n}", { n: gaps.length }),
    copied.length && t("{n} copied values to confirm", { n: copied.length }),
    open.length && t("Findings still open: {n}", { n: open.length }),
  ];
  return reasons.find(Boolean) || null;
}

export const waitsFor = (screen: NoteScreen, model: NoteModel, own: (string | false)[]) =>
  firstWords(inTheWay(screen, model, own));

/** The buttons of a screen that signs: an alternative, why signing is blocked (or a remark), and the signature. */
export const signBar = (
  { ui }: UiOf,
  aside: Template | false,
  why: string | null,
  words: string,
  press: () => unknown,
  known: string | typeof nothing = nothing,
): Template =>
  bar(
    aside,
    html`<p class="sign-why" role="status">${why ?? known}</p>`,
    primary(words, press, why !== null || ui.busy),
  );

export const readNote = (note: LocalRecord) => navigate(`/notes/${note.id}`, { replace: true });

/** Changes of several units, combined with further ones. */
export function joined(changes: Content, more: Content): Content {
  const all = { ...changes };
  for (const [unit, patch] of Object.entries(more)) all[unit] = { ...all[unit], ...patch };
  return all;
}

/** Signs what was added to a signed note as one change, and clears its draft under `key`. */
export async function signChanges(
  note: LocalRecord,
  key: string,
  reason: string,
  changes: Content,
  warningsNoted: Acknowledged[],
) {
  await amend(note.id, reason, changes, warningsNoted);
  await clearDraft(key);
}

export async function discardChanges(
  { note, patient }: Pick<FoundNote, "note" | "patient">,
  key: string,
  heading: string,
  body: string,
) {
  const about = patientName(patient);
  if (!(await confirmSheet({ heading, body, confirm: t("Discard"), danger: true, about }))) return;
  await clearDraft(key);
  readNote(note);
}

export const conflictLink = (conflicts: LocalRecord[], words: string): Template =>
  conflicts.length ? bannerLink(`#/conflicts/${conflicts[0].id}`, words) : nothing;
