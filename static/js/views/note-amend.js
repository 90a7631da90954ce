import { findingTemplate } from "../components/finding.js";
import { icon } from "../components/icons.js";
import { missingList } from "../components/missing-list.js";
import { judge } from "../components/note-desk.js";
import { patched } from "../core/merge.js";
import { noteHead } from "../components/note-head.js";
import { showStep, steps, stepStrip, stepOf } from "../components/note-steps.js";
import { Saver } from "../components/saver.js";
import { stepBody } from "../components/step-bodies.js";
import { flushTyping, shownText, typed } from "../components/typing.js";
import { differences, wasIs } from "../components/was-is.js";
import { openFindings } from "../core/rules.js";
import { canTransition } from "../core/workflow.js";
import { live } from "../lib/directives.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { clearDraft, getDraft, saveDraft } from "../store/drafts.js";
import { amend } from "../store/edits.js";
import { confirmSheet } from "../components/dialog.js";
import { liveView } from "./live-view.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";

const REASON_LENGTH = 10;
const SUM = "sum";

export const title = () => t("Amend");

/** The amendment is a draft of its own, durable on this tablet, until it is signed as one change. */
export function view(host, { id }, app) {
  const key = `amend:${id}`;
  const ui = { step: null, obs: null, serums: [], acknowledged: new Set(), trouble: null, busy: false };
  const draft = { changes: {}, reason: "" };
  let redraw = () => {};
  const keep = () => saveDraft(key, draft);
  const saver = new Saver((change) => {
    for (const [unit, patch] of Object.entries(change(draft.changes))) draft.changes = { ...draft.changes, [unit]: { ...draft.changes[unit], ...patch } };
    return keep();
  }, () => redraw());
  const loaded = (told) => void getDraft(key).then((stored) => {
    if (stored) Object.assign(draft, stored, { reason: stored.reason || draft.reason });
    told(true);
  });
  const source = (told) => watchNote(id, told);
  const stop = liveView(host, { found: source, loaded }, ({ found }, again) => {
    redraw = again;
    if (!app.forms) return noForms();
    if (!found.note) return goneNote();
    const may = found.note.author_id === app.user.id && mayTreat(app) && canTransition(found.note.state, "amend");
    return may ? page({ ...found, app, ui, draft, saver, keep, key, redraw }) : notNow(found.note);
  });
  return () => {
    flushTyping();
    stop();
  };
}

const notNow = (note) => html`<div class="page"><h1 tabindex="-1">${t("This note cannot be amended now")}</h1><p>${t("A signed note is amended by the person who signed it.")}</p><div class="bar"><a class="button button--primary" href="#/notes/${note.id}">${t("Read the note")}</a></div></div>`;

const withChanges = (fields, changes) => Object.entries(changes).reduce((content, [unit, patch]) => patched(content, unit, patch), fields);

function page(screen) {
  const { note, patient, notes, app, ui, draft, saver, redraw } = screen;
  const content = saver.over(withChanges(note.fields, draft.changes));
  const set = (unit, patch) => saver.set(unit, patch);
  const people = peopleAround(app, notes);
  const desk = judge({ content, patient, notes, note, forms: app.forms, unitsInUse: screen.unitsInUse, extra: { note, ui, redraw, set, setAll: (changes) => saver.change(() => changes), people, disabled: false, saved: (unit, name) => saver.state(unit, name) } });
  desk.findingOptions = { content, labelOf: desk.labelOf, onText: (unit, text) => set(unit, { text: text.trim() === "" ? null : text }) };
  desk.jump = (unit) => go(screen, stepOf(unit) ?? ui.step);
  const rows = differences(note.fields, content, desk.sections, people);
  const all = [...steps(desk), { key: SUM, label: t("Was and is"), state: rows.length ? "done" : "empty", gaps: 0, copied: [], severity: null }];
  ui.step ??= "visit";
  const current = all.find((step) => step.key === ui.step) ?? all[0];
  if (!ui.shown) requestAnimationFrame(showStep);
  ui.shown = true;
  return html`<div class="page page--wide note-edit">
    ${noteHead(note, patient, app.forms, `#/notes/${note.id}`)}
    <p class="banner" data-severity="info">${icon("info")}<span class="grow">${t("You are amending a signed note. Nothing changes for others until you sign; the old values stay legible.")}</span></p>
    <div class="note-columns">
      ${stepStrip(all, current.key, (key) => go(screen, key))}
      <section class="note-work" aria-labelledby="step-title">
        <h2 id="step-title" tabindex="-1">${current.label}</h2>
        ${current.key === SUM ? summary(screen, desk, rows) : stepBody(current.key, desk)}
      </section>
    </div>
    ${bar(screen, desk, rows, all, current)}
  </div>`;
}

function go({ ui, redraw }, key) {
  flushTyping();
  ui.step = key;
  redraw();
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    showStep();
    document.getElementById("step-title")?.focus({ preventScroll: true });
  });
}

function summary({ ui, draft, keep, redraw }, desk, rows) {
  const writeReason = (text) => {
    draft.reason = text;
    void keep().catch((error) => {
      ui.trouble = error.message;
      redraw();
    });
    redraw();
  };
  const acknowledge = (rule) => (on) => {
    ui.acknowledged[on ? "add" : "delete"](rule);
    redraw();
  };
  return html`${ui.trouble ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}<span>${ui.trouble}</span></p>` : nothing}
    ${rows.length ? wasIs(rows) : html`<p class="quiet">${t("Nothing has been changed yet. Choose a part of the note and change it.")}</p>`}
    <label class="field"><span class="label">${t("Why is the note amended?")}</span>
      <textarea id="amend-reason" .value=${live(shownText("amend-reason", draft.reason))} @input=${(event) => typed(event, writeReason)}></textarea>
      <span class="hint">${t("At least {n} characters.", { n: REASON_LENGTH })}</span></label>
    ${desk.gaps.length ? missingList(desk.gaps, [], desk.jump) : nothing}
    ${desk.findings.map((finding) => findingTemplate(finding, { ...desk.findingOptions, where: desk.where(finding), acknowledged: ui.acknowledged.has(finding.rule), onAcknowledge: acknowledge(finding.rule) }))}`;
}

function waitsFor({ draft, ui, conflicts }, desk, rows) {
  if (!rows.length) return t("Nothing has been changed yet.");
  if (conflicts.length) return t("A conflict is open.");
  if (draft.reason.trim().length < REASON_LENGTH) return t("The reason is missing.");
  if (desk.gaps.length) return t("Entries missing: {n}", { n: desk.gaps.length });
  const open = openFindings(desk.content, desk.findings, ui.acknowledged).length;
  return open ? t("Findings still open: {n}", { n: open }) : null;
}

function bar(screen, desk, rows, all, current) {
  const reason = waitsFor(screen, desk, rows);
  if (current.key !== SUM) {
    return html`<div class="bar">
      <button type="button" class="button" @click=${() => discard(screen)}>${t("Discard")}</button>
      <button type="button" class="button button--primary" @click=${() => go(screen, SUM)}>${t("See was and is ({n})", { n: rows.length })}</button>
    </div>`;
  }
  return html`<div class="bar">
    <button type="button" class="button" @click=${() => go(screen, all[0].key)}>${t("Change more")}</button>
    <p class="sign-why" role="status">${reason ?? nothing}</p>
    <button type="button" class="button button--primary" ?disabled=${reason !== null || screen.ui.busy} @click=${() => put(screen, rows)}>${t("Sign the amendment")}</button>
  </div>`;
}

async function discard({ note, key }) {
  const sure = await confirmSheet({ heading: t("Discard this amendment"), body: t("The signed note stays as it is. What you changed here is lost."), confirm: t("Discard"), danger: true });
  if (!sure) return;
  await clearDraft(key);
  navigate(`/notes/${note.id}`, { replace: true });
}

async function put({ note, draft, ui, key, redraw }, rows) {
  flushTyping();
  ui.busy = true;
  redraw();
  const changes = {};
  for (const { unit, name } of rows) changes[unit] = { ...changes[unit], [name]: draft.changes[unit][name] ?? null };
  try {
    await amend(note.id, draft.reason.trim(), changes, [...ui.acknowledged]);
    await clearDraft(key);
    navigate(`/notes/${note.id}`, { replace: true });
  } catch (error) {
    ui.trouble = error.message;
    ui.busy = false;
    redraw();
  }
}
