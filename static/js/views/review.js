import { chips } from "../components/chips.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { reviewCard } from "../components/review-card.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { approve } from "../store/edits.js";
import { watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";
import { reviewList } from "./review-list.js";
import { askReturn } from "./review-return.js";
import { undoDecision } from "./review-undo.js";
import { cardOf, ownWaiting, queueFor } from "./review-queue.js";

export const title = () => t("Review");

/** The supervisor's deck: one note on the screen, what needs a look first. Works without a network; decisions wait in the outbox. */
export function view(host, { id }, app) {
  const deck = { at: id ?? null, later: [], done: 0, whole: false, list: false, last: null, problem: null, busy: false };
  const sources = {
    notes: (told) => watchAll("note", {}, told),
    patients: (told) => watchAll("patient", {}, (patients) => told(new Map(patients.map((patient) => [patient.id, patient])))),
  };
  return liveView(host, sources, (found, redraw) => screen(found, deck, redraw, app));
}

function screen({ notes, patients }, deck, redraw, app) {
  if (app.user.role !== "supervisor") return notForYou();
  const queue = inOrder(queueFor(app.user, notes, patients, app.forms), deck.later);
  const own = ownWaiting(app.user, notes);
  const at = Math.max(0, queue.findIndex(({ note }) => note.id === deck.at));
  const entry = queue[at];
  const acts = actsOn({ deck, queue, at, entry, redraw, app, host: null });
  const looks = queue.filter(({ needsLook }) => needsLook).length;
  if (deck.list || !entry) {
    return html`<div class="page review">${heading(deck, t("Review"), looks, acts)}${undoLine(deck, acts)}
      ${queue.length || own.length ? reviewList(queue, own, patients, acts.open) : allDone(deck)}</div>`;
  }
  return html`
    <div class="page review" @keydown=${acts.key}>
      ${heading(deck, t("{n} of {m}", { n: at + 1, m: queue.length }), looks, acts)}
      ${undoLine(deck, acts)}
      <article class="review-card">${reviewCard(cardOf(entry, notes, patients, app.forms, deck.whole), { show: acts.show })}</article>
      <p class="row-links"><a href="#/notes/${entry.note.id}">${t("Open the note with its history")}</a> · <a href="#/patients/${entry.note.patient_id}">${t("Patient")}</a></p>
      ${deck.problem ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}${deck.problem}</p>` : nothing}
      <div class="bar">
        <button type="button" class="button" aria-keyshortcuts="r" ?disabled=${deck.busy} @click=${acts.giveBack}>${t("Return")}</button>
        <button type="button" class="button" aria-keyshortcuts="l" ?disabled=${queue.length < 2} @click=${acts.later}>${t("Later")}</button>
        <button type="button" class="button button--primary" aria-keyshortcuts="a" ?disabled=${deck.busy} @click=${acts.approve}>${icon("check")}${t("Approve")}</button>
      </div>
    </div>`;
}

const inOrder = (queue, later) => [...queue.filter(({ note }) => !later.includes(note.id)), ...later.flatMap((id) => queue.filter(({ note }) => note.id === id))];

function actsOn({ deck, queue, at, entry, redraw, app }) {
  const go = (to) => {
    Object.assign(deck, { at: queue[Math.min(queue.length - 1, Math.max(0, to))]?.note.id ?? null, whole: false, problem: null });
    redraw();
    queueMicrotask(() => {
      document.querySelector(".review-name")?.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    });
  };
  const decide = async (act, words) => {
    if (deck.busy) return;
    Object.assign(deck, { busy: true, problem: null });
    const next = queue[at + 1]?.note.id ?? queue[at - 1]?.note.id ?? null;
    try {
      if ((await act()) === false) return;
      Object.assign(deck, { last: { id: entry.note.id, words }, done: deck.done + 1, at: next, whole: false });
      scrollTo({ top: 0 });
    } catch (error) {
      deck.problem = error.message;
    } finally {
      deck.busy = false;
      redraw();
    }
  };
  const acts = {
    show: (whole) => {
      deck.whole = whole;
      redraw();
    },
    mode: (mode) => {
      deck.list = mode === "list";
      redraw();
    },
    open: (id) => {
      Object.assign(deck, { list: false, at: id });
      redraw();
    },
    later: () => {
      if (queue.length < 2) return;
      deck.later = [...deck.later.filter((id) => id !== entry.note.id), entry.note.id];
      go(at + 1 < queue.length ? at + 1 : 0);
    },
    approve: () => decide(() => approve(entry.note.id), t("Approved")),
    giveBack: () => decide(() => askReturn(entry.note, app.forms), t("Returned")),
    undo: async () => {
      const undone = await undoDecision(deck.last.id);
      Object.assign(deck, undone ? { at: deck.last.id, done: deck.done - 1, last: null } : { last: { ...deck.last, sent: true } });
      redraw();
    },
    key: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
      const act = { a: acts.approve, r: acts.giveBack, l: acts.later, ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1) }[event.key];
      if (!act || (event.key.startsWith("Arrow") && event.target.matches(".chip"))) return;
      event.preventDefault();
      act();
    },
  };
  return acts;
}

const heading = (deck, words, looks, acts) => html`
  <div class="review-top">
    <a class="back" href="#/" aria-label=${t("Back to home")}>${icon("back")}</a>
    <h1 tabindex="-1">${words}</h1>
    ${looks ? html`<span class="looks">${icon("reason")}${t("to look at: {n}", { n: looks })}</span>` : nothing}
    <span class="grow"></span>
    ${chips({ choices: [{ value: "deck", label: t("Deck") }, { value: "list", label: t("List") }], value: deck.list ? "list" : "deck", onChange: (mode) => mode && acts.mode(mode) })}
  </div>`;

/** What was just decided, with the way back as long as it has not left the tablet. */
function undoLine({ last }, acts) {
  if (!last) return nothing;
  return html`<div class="notice" data-tone="good" role="status"><span class="grow">${icon("check")}${last.words}${last.sent ? html` · ${t("The server has it already; return or amend the note instead.")}` : nothing}</span>
    ${last.sent ? nothing : html`<button type="button" class="button" @click=${acts.undo}>${t("Undo")}</button>`}</div>`;
}

const allDone = ({ done }) =>
  done
    ? emptyState(t("All reviewed"), t("Reviewed now: {n}. Decisions made without a network are sent by themselves.", { n: done }), html`<a class="button" href="#/">${t("Home")}</a>`)
    : emptyState(t("Nothing waits for review"), t("Signed notes of your colleagues come here, those with a finding first. You see what changed since the visit before and decide with one tap."), html`<a class="button" href="#/">${t("Home")}</a>`);

const notForYou = () => html`<div class="page">${emptyState(t("Review is the supervisor's"), t("Your notes are reviewed by a supervisor of the clinic. What was returned to you stands on your home page."), html`<a class="button" href="#/">${t("Home")}</a>`)}</div>`;
