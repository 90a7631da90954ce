import { findingTemplate, leadsTo } from "../components/finding.js";
import { icon } from "../components/icons.js";
import { carriedSummary } from "../components/carried.js";
import { contentLines } from "../components/content-lines.js";
import { missingList } from "../components/missing-list.js";
import { judge } from "../components/note-desk.js";
import { noteHead } from "../components/note-head.js";
import { noteLines, zonePicture } from "../components/note-lines.js";
import { stepOf } from "../components/note-steps.js";
import { Saver } from "../components/saver.js";
import { flushTyping } from "../components/typing.js";
import { openFindings } from "../core/rules.js";
import { canTransition } from "../core/workflow.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { changeFields, sign } from "../store/edits.js";
import { watchStatus } from "../store/status.js";
import { liveView } from "./live-view.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";

export const title = () => t("Review and sign");

export function view(host, { id }, app) {
  const ui = { acknowledged: new Set(), trouble: null, signing: false };
  let redraw = () => {};
  const saver = new Saver((change) => changeFields("note", id, change), () => redraw());
  const source = (told) => watchNote(id, (found) => {
    saver.told(found.note?.fields ?? {});
    told(found);
  });
  const stop = liveView(host, { found: source, status: watchStatus }, ({ found, status }, again) => {
    redraw = again;
    if (!app.forms) return noForms();
    if (!found.note) return goneNote();
    return canTransition(found.note.state, "sign") ? page({ ...found, status, app, ui, saver, redraw }) : already(found.note);
  });
  return () => {
    flushTyping();
    stop();
  };
}

const already = (note) => html`<div class="page"><h1 tabindex="-1">${t("This note is signed")}</h1><div class="bar"><a class="button button--primary" href="#/notes/${note.id}">${t("Read the note")}</a></div></div>`;

function page(screen) {
  const { note, patient, notes, app, ui, saver, conflicts, redraw } = screen;
  const content = saver.over(note.fields);
  const people = peopleAround(app, notes);
  const desk = judge({ content, patient, notes, note, forms: app.forms, unitsInUse: screen.unitsInUse });
  const jump = (unit, name) => navigate(unit === "patient" ? `/patients/${note.patient_id}/edit` : `/notes/${note.id}/edit/${stepOf(unit) ?? "visit"}?field=${unit}.${name}`);
  const tick = (rule) => (on) => {
    ui.acknowledged[on ? "add" : "delete"](rule);
    redraw();
  };
  const options = (finding) => ({
    content,
    labelOf: desk.labelOf,
    where: desk.where(finding),
    canOverride: app.user.role === "supervisor" && note.author_id !== app.user.id,
    onText: (unit, text) => saver.set(unit, { text: text.trim() === "" ? null : text }),
    onJump: () => jump(...leadsTo(finding)),
    acknowledged: ui.acknowledged.has(finding.rule),
    onAcknowledge: tick(finding.rule),
  });
  return html`<div class="page page--wide note-sign">
    ${noteHead(note, patient, app.forms, `#/notes/${note.id}/edit`)}
    <div class="sign-columns">
      <div class="stack stack--loose">
        <h2>${t("Before you sign")}</h2>
        ${ui.trouble ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}<span>${ui.trouble}</span></p>` : nothing}
        ${conflicts.length ? html`<a class="banner" data-severity="reason" href="#/conflicts/${conflicts[0].id}">${icon("reason")}<span>${t("Settle what was written twice first: {n}", { n: conflicts.length })}</span></a>` : nothing}
        ${missingList(desk.gaps, desk.advice, jump, desk.unconfirmed.length)}
        ${desk.findings.length ? html`<section class="stack stack--tight"><h2>${t("Findings")}</h2>${desk.findings.map((finding) => findingTemplate(finding, options(finding)))}</section>` : nothing}
      </div>
      <div class="stack">
        <h2>${t("What you sign")}</h2>
        ${carriedSummary(content)}
        <div class="read-columns">${zonePicture(content, app.forms)}${noteLines(contentLines("note", content, app.forms, people))}</div>
      </div>
    </div>
    ${bar(screen, desk)}
  </div>`;
}

function waitsFor({ note, app, ui, conflicts, saver }, desk) {
  const open = openFindings(desk.content, desk.findings, ui.acknowledged).length;
  if (note.author_id !== app.user.id) return t("Only {name} can sign this note.", { name: note.author_name });
  if (!mayTreat(app)) return t("Only people who treat can sign a note.");
  if (saver.trouble) return t("Not everything is saved on this tablet.");
  if (conflicts.length) return t("A conflict is open.");
  if (desk.gaps.length) return t("Entries missing: {n}", { n: desk.gaps.length });
  if (desk.unconfirmed.length) return t("Carried over, not confirmed: {n}", { n: desk.unconfirmed.length });
  return open ? t("Findings still open: {n}", { n: open }) : null;
}

function bar(screen, desk) {
  const { note, ui, status } = screen;
  const reason = waitsFor(screen, desk);
  const offline = status.connection !== "online";
  return html`<div class="bar">
    <a class="button" href="#/notes/${note.id}/edit">${t("Go on writing")}</a>
    <p class="sign-why" role="status">${reason ?? (offline ? t("No connection: signed on this tablet, awaiting confirmation.") : nothing)}</p>
    <button type="button" class="button button--primary" ?disabled=${reason !== null || ui.signing} @click=${() => put(screen)}>${offline ? t("Sign on this tablet") : t("Sign")}</button>
  </div>`;
}

async function put({ note, ui, redraw }) {
  flushTyping();
  ui.signing = true;
  redraw();
  try {
    await sign(note.id, [...ui.acknowledged]);
    navigate(`/notes/${note.id}`, { replace: true });
  } catch (error) {
    ui.trouble = error.message;
    ui.signing = false;
    redraw();
  }
}
