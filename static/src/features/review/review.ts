import { isKnownChanged } from "../../core/as-signed.js";
import { can } from "../../core/permissions.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { active, bones, every, insteadOf, liveView, recent, summaries, withPatients } from "../../live-query.js";
import { approve, returnNote } from "../../store/edits.js";
import type { ById, Summaries } from "../../store/summaries.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { attempts } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { bar, button, errorMessage, link } from "../../ui/layout/page.js";
import { type TableState, tableState } from "../../ui/layout/sorted-table.js";
import { daysWithTasks } from "../follow-up/follow-up-labels.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import { noForms } from "../note/note-context.js";
import { changedAfterSigning } from "../note-record/note-lights.js";
import { askApproval } from "./review-approve.js";
import { type CallActions, callCards, waitingCalls } from "./review-calls.js";
import { reviewCard } from "./review-card.js";
import { alertCards, alertsOf, visitsBefore } from "./review-learned.js";
import { reviewList } from "./review-list.js";
import {
  cardOf,
  inOrder,
  type Mode,
  ofOthers,
  ownWaiting,
  patientsAround,
  placeWords,
  type QueueEntry,
  readAhead,
  queueFor,
  unjudged,
} from "./review-queue.js";
import { type ReviewRecords, reviewRecords } from "./review-records.js";
import { askReturn, type Place } from "./review-return.js";
import { type Decisions, decisions } from "./review-undo.js";

interface Deck {
  /** The note on the screen. */
  at: string | null;
  /** Postponed notes, in that order. */
  later: string[];
  /** What of the note was chosen to be shown. */
  mode: Mode | null;
  /** The list is shown instead of the card. */
  list: boolean;
  /** The focus goes to the card as soon as its records are there. */
  focus: boolean;
  book: Decisions;
  records: ReviewRecords;
  table: TableState;
}

/** The data for the actions of the review; `entry` is the note on the screen, undefined when none waits. */
interface DeckState {
  deck: Deck;
  queue: QueueEntry[];
  at: number;
  entry: QueueEntry | undefined;
  patient: LocalRecord | undefined;
  redraw: () => void;
}

interface DeckActs {
  show: (mode: Mode) => void;
  mode: (mode: "deck" | "list") => void;
  open: (noteId: string) => void;
  later: () => void;
  approve: () => Promise<void>;
  giveBack: (place?: Place) => Promise<void>;
  undo: () => Promise<void>;
  key: (event: KeyboardEvent) => void;
}

export const title = () => t("Review");

/**
 * The supervisor's review: one note on the screen, those with findings first. Works offline; decisions wait in the
 * outbox.
 */
export function view(host: HTMLElement, { id }: { id?: string }, app: AppContext) {
  let draw = () => {};
  const book = decisions(() => draw());
  const records = reviewRecords(() => draw());
  const started = { later: [], mode: null, list: false, focus: false, table: tableState() };
  const deck: Deck = { at: id ?? null, ...started, book, records };
  const begin = (redraw: () => void) => {
    draw = redraw;
    return {
      notes: withPatients(recent("note", daysWithTasks(app.forms)), ({ all }) => all.filter(waits).map(patientOf)),
      everybody: summaries("patient"),
      boxes: active("lot"),
      desktop: whenWide,
      calls: withPatients(every("follow_up", { states: ["signed"] }), (calls) => calls.map(patientOf)),
    };
  };
  const state = { problem: "", busy: false };
  const stop = liveView(host, begin, (found, redraw) =>
    screen(found, deck, redraw, app, { ...state, attempt: attempts(state, redraw) }),
  );
  return () => {
    deck.book.end();
    deck.records.end();
    stop();
  };
}

const waits = ({ state }: LocalRecord) => state === "signed";
const patientOf = ({ patient_id: id }: LocalRecord) => id;

interface Waiting {
  /** What waits is among them. */
  notes: { found: Summaries; patients: ById };
  calls: { found: LocalRecord[]; patients: ById };
  everybody: Summaries;
  boxes: LocalRecord[];
  desktop: Desktop | null;
}

function screen(found: Waiting, deck: Deck, redraw: () => void, app: AppContext, acting: CallActions): Template {
  if (!can("review.list", app.user, null, app.forms)) return notForYou();
  if (!app.forms) return noForms();
  const { records } = deck;
  const { notes: listed, calls: called, desktop, boxes } = found;
  const notes = records.notes(listed.found.all);
  const patients = { get: (id: string) => records.patient(id) ?? listed.patients.get(id) ?? called.patients.get(id) };
  const queue = inOrder(
    queueFor(app.user, notes, patients, app.forms, boxes).filter(({ note }) => !deck.book.isHeld(note.id)),
    deck.later,
  );
  const own = ownWaiting(app.user, notes);
  const held = queue.findIndex(({ note }) => note.id === deck.at);
  const at = Math.max(0, held);
  const entry = queue.at(at);
  const unknown = unjudged(app.user, listed.found.all);
  const visits = visitsBefore(listed.found, found.everybody);
  const first = [...unknown, ...visits.map((note) => note.patient_id ?? ""), ...patientsAround(queue, at, 1)];
  records.want(first, patientsAround(queue, at, 2));
  readAhead(queue[at + 1]?.note, records, notes, app);
  if (!unknown.every((id) => records.patient(id) !== undefined) || (entry && !deck.list && !records.has(entry.note)))
    return html`<div class="page review" role="status"><span class="visually-hidden">${t("Opening")}</span>${bones()}</div>`;
  if (deck.focus) toCard();
  deck.focus = false;
  const acts = actsOn({ deck, queue, at, entry, patient: patients.get(entry?.note.patient_id ?? ""), redraw });
  const looks = queue.filter(({ needsLook }) => needsLook).length;
  const waiting = waitingCalls(called.found, app);
  const alerts = alertsOf(visits, notes, records, app.forms);
  const calls = html`${alertCards(alerts, acting)}${callCards(waiting, patients, app, acting)}`;
  if (deck.list || !entry) {
    const others = ofOthers(app.user, notes, app.forms);
    const nothingElse = waiting.length || alerts.length ? nothing : allDone(deck.book);
    const table = desktop?.queueTable(queue, { patients, open: acts.open, state: deck.table, redraw }) ?? null;
    return html`<div class="page review">${heading(deck, t("Review"), looks, acts)}${undoLine(deck.book, acts)}${calls}
      ${queue.length || own.length || others ? reviewList(queue, own, patients, acts.open, table, others) : nothingElse}</div>`;
  }
  const pane = desktop && queue.length > 1 ? desktop.queuePane(queue, at, { patients, open: acts.open }) : nothing;
  return html`
    <div class="page review" @keydown=${acts.key}>
      ${pane}
      ${heading(deck, t("{n} of {m}", { n: at + 1, m: queue.length }), looks, acts)}
      ${calls}
      <article class="review-card">${changedAfterSigning(entry.note, redraw)}${reviewCard(cardOf(entry, notes, patients, app, deck.mode), { show: acts.show, giveBack: acts.giveBack, place: placeWords(entry, deck.later.includes(entry.note.id)) })}</article>
      <p class="row-links"><a href="#/notes/${entry.note.id}">${t("Open the note with its history")}</a><a href="#/patients/${entry.note.patient_id}">${t("Patient")}</a></p>
      ${undoLine(deck.book, acts)}
      ${bar(
        deckKey("r", t("Return"), () => acts.giveBack()),
        deckKey("l", t("Later"), acts.later, queue.length < 2),
        deckKey("a", html`${icon("check")}${t("Approve")}`, acts.approve, isKnownChanged(entry.note, redraw)),
      )}
    </div>`;
}

/** The button of a decision and its shortcut; approval is the primary one. A mouse's double click decides one card. */
const deckKey = (letter: string, words: string | Template, press: () => unknown, off = false): Template =>
  html`<button type="button" class=${letter === "a" ? "button button--primary" : "button"} aria-keyshortcuts=${letter} ?disabled=${off} @click=${(event: PointerEvent) => (event.detail < 2 || event.pointerType === "touch") && press()}>${words}</button>`;

/** The keyboard shortcuts work while the focus is in the card, so the focus moves to each new card. */
const toCard = () =>
  setTimeout(() => {
    document.querySelector<HTMLElement>(".review-name")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  });

function actsOn({ deck, queue, at, entry, patient, redraw }: DeckState): DeckActs {
  const change = (news: Partial<Deck>) => {
    Object.assign(deck, news);
    redraw();
  };
  const go = (to: number) => {
    change({ at: queue[Math.min(queue.length - 1, Math.max(0, to))]?.note.id ?? null, mode: null, focus: true });
  };
  const decide = (words: string, act: (note: LocalRecord) => Promise<string | null>) => {
    if (!entry) return;
    const { note } = entry;
    deck.book.make(note.id, words, () => act(note));
    go(at + 1 < queue.length ? at + 1 : at - 1);
  };
  const acts: DeckActs = {
    show: (mode) => change({ mode }),
    mode: (mode) => change({ list: mode === "list" }),
    open: (id) => change({ list: false, at: id, focus: true }),
    later: () => {
      if (!entry || queue.length < 2) return;
      deck.later = [...deck.later.filter((id) => id !== entry.note.id), entry.note.id];
      go(at + 1 < queue.length ? at + 1 : 0);
    },
    approve: async () => {
      if (entry && isKnownChanged(entry.note, redraw)) return;
      const said = entry && (await askApproval(entry, patient));
      if (!said) return;
      decide(t("Approved"), async (note) => {
        const opId = await approve(note.id, said.comment, note);
        await said.stored();
        return opId;
      });
    },
    giveBack: async (place) => {
      const said = entry && (await askReturn(entry.note, patient, place));
      if (!said) return;
      decide(t("Returned"), async (note) => {
        const opId = await returnNote(note.id, said.comment, said.unit, note, said.pins);
        await said.stored();
        return opId;
      });
    },
    undo: async () => {
      const at = await deck.book.undo();
      change({ ...(at && { at }), focus: true });
    },
    key: (event) => {
      const target = event.target as Element;
      if (event.altKey || event.ctrlKey || event.metaKey || target.matches("input, textarea, select")) return;
      if (event.repeat && "arlu".includes(event.key)) return;
      const shortcuts: Partial<Record<string, () => unknown>> = {
        a: acts.approve,
        r: () => acts.giveBack(),
        l: acts.later,
        u: acts.undo,
        ...Object.fromEntries(["ArrowRight", "j"].map((key) => [key, () => go(at + 1)])),
        ...Object.fromEntries(["ArrowLeft", "k"].map((key) => [key, () => go(at - 1)])),
      };
      const act = shortcuts[event.key];
      if (!act || (event.key.startsWith("Arrow") && target.closest(".chips"))) return;
      event.preventDefault();
      act();
    },
  };
  return acts;
}

const heading = (deck: Deck, words: string, looks: number, acts: DeckActs): Template => html`
  <div class="review-top">
    <a class="back" href="#/" aria-label=${t("Back to home")}>${icon("back")}</a>
    <h1 tabindex="-1">${words}</h1>
    ${looks ? html`<span class="looks">${icon("reason")}<span class="fact-short" aria-hidden="true">${looks}</span><span class="fact-long">${t("to look at: {n}", { n: looks })}</span></span>` : nothing}
    <span class="grow"></span>
    ${chips({
      choices: [
        { value: "deck", label: t("Deck") },
        { value: "list", label: t("List") },
      ],
      value: deck.list ? "list" : "deck",
      onChange: (mode) => mode && acts.mode(mode),
    })}
  </div>`;

/** The last decision, which can be undone until it has left the tablet. */
function undoLine({ last, problem }: Decisions, acts: DeckActs): Template {
  if (problem) return errorMessage(problem);
  if (!last) return nothing;
  return html`<div class="notice undo" data-tone="good" role="status">${icon("check")}<span class="grow">${last.words}${last.sent ? html` · ${t("The server has it already, so it cannot be undone.")}` : nothing}</span>
    ${last.sent ? nothing : button(t("Undo"), acts.undo)}</div>`;
}

const toHome = () => link(t("Home"), "#/");

const allDone = ({ done }: Decisions): Template =>
  done
    ? emptyState(
        t("All reviewed"),
        t("Reviewed now: {n}. Decisions made without a network are sent by themselves.", { n: done }),
        toHome(),
      )
    : emptyState(
        t("Nothing to review"),
        t(
          "Signed notes of your colleagues appear here, those with a finding first. You see what changed since the visit before and decide with one tap.",
        ),
        toHome(),
      );

const notForYou = () =>
  insteadOf(
    t("Notes are reviewed by supervisors"),
    t("Your notes are reviewed by a supervisor of the clinic. Notes returned to you are on your home page."),
    toHome(),
  );
