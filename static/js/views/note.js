import { carriedSummary } from "../components/carried.js";
import { contentLines } from "../components/content-lines.js";
import { askText, confirmSheet } from "../components/dialog.js";
import { findingTemplate } from "../components/finding.js";
import { icon } from "../components/icons.js";
import { judge } from "../components/note-desk.js";
import { noteHead } from "../components/note-head.js";
import { lights, reviewComment, signatures } from "../components/note-lights.js";
import { noteLines, zonePicture } from "../components/note-lines.js";
import { canTransition, isEditable } from "../core/workflow.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { voidRecord } from "../store/edits.js";
import { saveAsProtocol } from "../store/protocols.js";
import { watchStatus } from "../store/status.js";
import { liveView } from "./live-view.js";
import { history } from "./note-history.js";
import { openEvent } from "./open-event.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";

const FOLLOW_UPS = ["T24", "T72", "T7d", "T28d"];

export const title = () => t("Note");

export function view(host, { id }, app) {
  const ui = { history: null, trouble: null };
  const source = (told) => watchNote(id, told);
  return liveView(host, { found: source, status: watchStatus }, ({ found, status }, redraw) => {
    if (!app.forms) return noForms();
    return found.note ? page({ ...found, status, app, ui, redraw }) : goneNote();
  });
}

function page(screen) {
  const { note, patient, notes, conflicts, status, app, ui } = screen;
  const people = peopleAround(app, notes);
  const gone = note.state === "void";
  const desk = judge({ content: note.fields, patient, notes, note, forms: app.forms, unitsInUse: screen.unitsInUse });
  return html`<div class="page page--wide note-read">
    ${noteHead(note, patient, app.forms, `#/patients/${note.patient_id}`)}
    ${lights(note)}
    ${ui.trouble ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}<span>${ui.trouble}</span></p>` : nothing}
    ${conflicts.length ? html`<a class="banner" data-severity="reason" href="#/conflicts/${conflicts[0].id}">${icon("reason")}<span>${t("Two people wrote different values in this note: {n} to settle", { n: conflicts.length })}</span></a>` : nothing}
    ${reviewComment(note)}
    ${gone
      ? html`<p class="banner" data-severity="info">${icon("info")}<span>${t("This note was declared void. What it held is kept by the server and no longer shown.")}</span></p>`
      : html`${desk.findings.map((finding) => findingTemplate(finding, { content: note.fields, labelOf: desk.labelOf, where: desk.where(finding), disabled: true, onText: () => {} }))}
          ${carriedSummary(note.fields)}
          <div class="read-columns">${zonePicture(note.fields, app.forms)}${noteLines(contentLines("note", note.fields, app.forms, people), { columns: true })}</div>`}
    ${signatures(note)}
    ${followUps(screen)}
    ${gone || !mayTreat(app) ? nothing : html`<div class="cluster no-print"><button type="button" class="button" @click=${() => keepAsProtocol(screen)}>${t("Keep as protocol")}</button></div>`}
    ${history(note, status, { app, people, ui, redraw: screen.redraw })}
    ${bar(screen)}
  </div>`;
}

const isAuthor = ({ note, app }) => note.author_id === app.user.id && mayTreat(app);

/** What is seen after the signature is added by an amendment, so that the signed note stays as it was. */
function followUps(screen) {
  const { note, patient } = screen;
  if (!isAuthor(screen) || !canTransition(note.state, "amend") || note.fields.visit?.performed !== "treated") return nothing;
  return html`<section class="stack stack--tight no-print" aria-labelledby="follow-title">
    <h2 id="follow-title">${t("Add a follow-up observation")}</h2>
    <div class="cluster">${FOLLOW_UPS.map((key) => html`<a class="chip" href="#/follow-up/${note.id}/${key}">${note.fields[`obs:${key}`] ? icon("check", 18) : icon("plus", 18)}${key}</a>`)}
      <button type="button" class="chip" @click=${() => openEvent(patient, note)}>${icon("plus", 18)}${t("Adverse event")}</button></div>
  </section>`;
}

function bar(screen) {
  const { note, app } = screen;
  const mine = isAuthor(screen);
  const editable = isEditable("note", note.state) && mayTreat(app);
  const reviews = app.user.role === "supervisor" && note.author_id !== app.user.id && canTransition(note.state, "approve");
  const mayVoid = canTransition(note.state, "void") && (mine || app.user.role === "supervisor");
  return html`<div class="bar">
    ${mayVoid ? html`<button type="button" class="button button--quiet" @click=${() => declareVoid(screen)}>${t("Declare void")}</button>` : nothing}
    ${note.state === "void" ? nothing : html`<button type="button" class="button" @click=${() => print()}>${icon("print")}${t("Print")}</button>`}
    ${mine && canTransition(note.state, "amend") ? html`<a class="button" href="#/notes/${note.id}/amend">${icon("edit")}${t("Amend")}</a>` : nothing}
    ${editable ? html`<a class=${mine ? "button" : "button button--primary"} href="#/notes/${note.id}/edit">${icon("edit")}${t("Edit")}</a>` : nothing}
    ${mine && canTransition(note.state, "sign") ? html`<a class="button button--primary" href="#/notes/${note.id}/sign">${t("Review and sign")}</a>` : nothing}
    ${reviews ? html`<a class="button button--primary" href="#/review/${note.id}">${t("Review")}</a>` : nothing}
  </div>`;
}

async function keepAsProtocol({ note, ui, redraw }) {
  const name = await askText({ heading: t("Keep as protocol"), label: t("Its name. How it was done is kept; lots, times, observations, consent and what was answered that day are not."), confirm: t("Keep the protocol") });
  if (!name) return;
  try {
    await saveAsProtocol(note, name);
    navigate("/protocols");
  } catch (error) {
    ui.trouble = error.message;
    redraw();
  }
}

async function declareVoid({ note, ui, redraw }) {
  const reason = await askText({ heading: t("Declare this note void"), label: t("Why? At least {n} characters.", { n: 10 }), confirm: t("Go on"), minimum: 10 });
  if (!reason) return;
  const sure = await confirmSheet({ heading: t("Declare this note void"), body: t("It is no longer shown or counted. Nobody can take this back."), confirm: t("Declare void"), danger: true });
  if (!sure) return;
  try {
    await voidRecord("note", note.id, reason);
  } catch (error) {
    ui.trouble = error.message;
    redraw();
  }
}
