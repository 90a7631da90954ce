import { isKnownChanged } from "../../core/as-signed.js";
import { can } from "../../core/permissions.js";
import { repeat } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { active, bones, liveView, recent, withPatients } from "../../live-query.js";
import { approve } from "../../store/edits.js";
import type { ById, Summaries } from "../../store/summaries.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { type ActionState, type Attempt, attempts } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { backLink, banner, bar, dotted, errorMessage, link, page, primary } from "../../ui/layout/page.js";
import { daysWithTasks } from "../follow-up/follow-up-labels.js";
import { noForms, peopleAround } from "../note/note-context.js";
import { noteLines } from "../note-record/note-lines.js";
import { formatDate } from "../../lib/dates.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { nameOf } from "./review-list.js";
import { mayJoin, type Patients, queueFor, unjudged } from "./review-queue.js";
import { type ReviewRecords, reviewRecords } from "./review-records.js";
import { type ReadNote, type Reading, reading, shownOf, unseen } from "./together-read.js";

/** So many are on the screen at once. */
const AT_ONCE = 10;

interface LeftOut {
  id: string;
  name: string;
  why: string;
}

interface State {
  /** The notes on the screen, by their ids; null until they are chosen. */
  round: string[] | null;
  read: Reading;
  records: ReviewRecords;
  /** What came of the last approval. */
  result: { approved: number; left: LeftOut[] } | null;
  doing: ActionState;
  attempt: Attempt;
}

export const title = () => t("Notes without findings");

/** Whole notes below each other, and one approval of those that were read. Works offline. */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  let draw = () => {};
  const doing: ActionState = { problem: "", busy: false };
  const [records, read] = [reviewRecords(() => draw()), reading(() => draw())];
  const state: State = { round: null, read, records, result: null, doing, attempt: attempts(doing, () => draw()) };
  const begin = (redraw: () => void) => {
    draw = redraw;
    return {
      notes: withPatients(recent("note", daysWithTasks(app.forms)), ({ all }) =>
        all.filter(({ state }) => state === "signed").map(({ patient_id: id }) => id),
      ),
      boxes: active("lot"),
    };
  };
  const stop = liveView(host, begin, (found, redraw) => screen(host, found, state, redraw, app));
  return () => {
    read.end();
    records.end();
    stop();
  };
}

interface Waiting {
  notes: { found: Summaries; patients: ById };
  boxes: LocalRecord[];
}

function screen(host: HTMLElement, found: Waiting, state: State, redraw: () => void, app: AppContext): Template {
  const { forms, user } = app;
  if (!forms) return noForms();
  if (!can("review.list", user, null, forms)) return nothing;
  const { records, read, doing } = state;
  const listed = found.notes.found.all;
  const notes = records.notes(listed);
  const patients = { get: (id: string) => records.patient(id) ?? found.notes.patients.get(id) };
  const queue = queueFor(user, notes, patients, forms, found.boxes);
  const may = queue.filter(mayJoin);
  state.round ??= may.slice(0, AT_ONCE).map(({ note }) => note.id);
  const { round } = state;
  const here = may.filter(({ note }) => round.includes(note.id)).map(({ note }) => note);
  // Of the whole round: what only the whole note tells may leave one out, and it has to stay read for that.
  const theirs = listed.filter(({ id }) => round.includes(id)).map(({ patient_id: id }) => id ?? "");
  records.want([...new Set([...unjudged(user, listed), ...theirs])]);
  const back = backLink("#/review", t("Review"));
  if (!here.every(records.has)) return page(title(), bones(), back);
  const people = peopleAround(app, notes);
  const all = here.map((note) => read.of(note, forms, people));
  queueMicrotask(() => read.follow([...host.querySelectorAll(".together-note")], all));
  const whole = all.filter((each) => isWhole(each, redraw));
  const next = () => {
    Object.assign(state, { round: null });
    redraw();
    scrollTo({ top: 0 });
  };
  const approveAll = async () => {
    const left = all.filter((each) => !whole.includes(each)).map((each) => leftOut(each, patients, redraw));
    const names = whole.map(({ note }) => html`<li>${nameOf(note, patients)}, ${formatDate(sessionDate(note))}</li>`);
    const sure = await confirmSheet({
      heading: t("Approve together: {n}", { n: whole.length }),
      body: html`${t("Each of them was on the screen from its first line to its last. This is recorded with the approval.")}<ul>${names}</ul>${leftList(left)}`,
      confirm: t("Approve {n}", { n: whole.length }),
    });
    if (!sure) return;
    await state.attempt(async () => {
      const bulk = uuid();
      state.result = { approved: 0, left };
      for (const { note, ...rest } of whole) {
        try {
          await approve(note.id, "", note, { bulk, shown: shownOf({ note, ...rest }) });
          state.result.approved += 1;
        } catch (error) {
          left.push({ id: note.id, name: nameOf(note, patients), why: (error as Error).message });
        }
      }
    });
    next();
  };
  const others = queue.length - may.length;
  return html`<div class="page together">${back}
    <h1 tabindex="-1">${title()}</h1>
    ${said(state)}
    ${errorMessage(doing.problem)}
    ${others ? html`<p class="hint">${t("Not in this list: {n}. Notes that have a finding, answer a return, or have not been checked by the server yet are looked at one by one.", { n: others })}</p>` : nothing}
    ${
      all.length
        ? html`<p>${t("Only notes of which every line was on the screen are approved. One that only scrolls by is left out.")}</p>
      ${repeat(
        all,
        ({ note }) => `${note.id}:${note.content_hash}`,
        (each) => readTemplate(each, patients, redraw),
      )}
      ${may.length > here.length ? html`<p class="hint">${t("Then {n} more.", { n: may.length - here.length })}</p>` : nothing}
      ${bar(
        html`<p class="together-count">${t("Read: {n} of {m}", { n: whole.length, m: all.length })}</p>`,
        primary(
          html`${icon("check")}${whole.length ? t("Approve {n}", { n: whole.length }) : t("Approve")}`,
          approveAll,
          !whole.length || doing.busy,
        ),
      )}`
        : emptyState(
            t("No notes to approve together"),
            t("Notes in which nothing was found are listed here, to be read one below the other."),
            link(t("Review"), "#/review"),
          )
    }</div>`;
}

const isWhole = (read: ReadNote, redraw: () => void): boolean =>
  !unseen(read).length && !isKnownChanged(read.note, redraw);

function readTemplate(read: ReadNote, patients: Patients, redraw: () => void): Template {
  const { note, groups } = read;
  const missing = whyNot(read, redraw);
  return html`<article class="together-note" aria-label=${nameOf(note, patients)}>
    <header><h2>${nameOf(note, patients)}</h2>
      <p>${dotted(visitLabel(note), formatDate(sessionDate(note)), note.author_name)}</p></header>
    ${noteLines(groups, { columns: true })}
    <p class="together-state" data-read=${missing ? nothing : ""}>${icon(missing ? "clock" : "check")}${missing || t("All of it was on the screen")}
      <a href="#/review/${note.id}">${t("Look at it by itself")}</a></p>
  </article>`;
}

/** Why a note is not approved with the others; empty for one that is. */
function whyNot(read: ReadNote, redraw: () => void): string {
  if (isKnownChanged(read.note, redraw)) return t("It is not what was signed.");
  const names = unseen(read);
  if (names.includes(null)) return t("It holds something that this list cannot show.");
  return names.length ? t("Not on the screen long enough: {list}", { list: names.join(", ") }) : "";
}

const leftOut = (read: ReadNote, patients: Patients, redraw: () => void): LeftOut => ({
  id: read.note.id,
  name: nameOf(read.note, patients),
  why: whyNot(read, redraw),
});

const leftList = (left: LeftOut[]): Template =>
  left.length
    ? html`<p><strong>${t("Left out: {n}", { n: left.length })}</strong></p>
      <ul>${left.map(({ id, name, why }) => html`<li><a href="#/review/${id}">${name}</a>: ${why}</li>`)}</ul>`
    : nothing;

function said({ result }: State): Template {
  if (!result) return nothing;
  const words = html`<p>${t("Approved: {n}. What is approved without a network is sent by itself.", { n: result.approved })}</p>${leftList(result.left)}`;
  return banner(result.left.length ? "info" : "good", words, nothing, "status");
}
