import { openSheet } from "../components/dialog.js";
import { fieldId } from "../components/field.js";
import { findingTemplate } from "../components/finding.js";
import { icon } from "../components/icons.js";
import { missingList } from "../components/missing-list.js";
import { judge, unitName } from "../components/note-desk.js";
import { noteHead } from "../components/note-head.js";
import { showStep, stepOf, steps, stepStrip } from "../components/note-steps.js";
import { Saver } from "../components/saver.js";
import { stepBody } from "../components/step-bodies.js";
import { flushTyping } from "../components/typing.js";
import { isOpen } from "../components/visit-words.js";
import { isEditable } from "../core/workflow.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { currentRoute, navigate } from "../router.js";
import { changeFields } from "../store/edits.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";
import { liveView } from "./live-view.js";

export const title = () => t("Note");

export function view(host, { id, section }, app) {
  const ui = { step: section ?? null, obs: null, serums: [], goTo: currentRoute().query.field ?? null };
  let redraw = () => {};
  const saver = new Saver((change) => changeFields("note", id, change), () => redraw());
  const source = (told) => watchNote(id, (found) => {
    saver.told();
    told(found);
  });
  const stop = liveView(host, { found: source }, ({ found }, again) => {
    redraw = again;
    if (!app.forms) return noForms();
    return found.note ? page({ ...found, app, ui, saver, redraw }) : goneNote();
  });
  return () => {
    flushTyping();
    stop();
  };
}

function page(screen) {
  const { note, patient, app, ui } = screen;
  const desk = deskOf(screen);
  const all = steps(desk);
  if (!all.some((step) => step.key === ui.step)) ui.step = firstStep(all, note);
  const current = all.find((step) => step.key === ui.step);
  if (!ui.shown) requestAnimationFrame(showStep);
  ui.shown = true;
  if (ui.goTo) {
    const [unit, name] = ui.goTo.split(".");
    ui.goTo = null;
    queueMicrotask(() => desk.jump(unit, name));
  }
  return html`<div class="page page--wide note-edit">
    ${noteHead(note, patient, app.forms, patient ? `#/patients/${patient.id}` : "#/")}
    ${notices(screen, desk)}
    <div class="note-columns">
      ${stepStrip(all, ui.step, (key) => go(screen, key))}
      <section class="note-work" aria-labelledby="step-title">
        <h2 id="step-title" tabindex="-1">${heading(desk, current)}</h2>
        ${stepBody(ui.step, desk)}
      </section>
    </div>
    ${bar(screen, desk, all, current)}
  </div>`;
}

/** Where one goes on: what the supervisor pointed at, else the first step that still lacks something, else the last. */
function firstStep(all, { state, review }) {
  const pointed = state === "returned" && review?.unit ? stepOf(review.unit) : null;
  return (all.find((step) => step.key === pointed) ?? all.find((step) => step.gaps || step.severity) ?? all.at(-1)).key;
}

function deskOf({ note, patient, notes, app, ui, saver, redraw }) {
  const content = saver.over(note.fields);
  const editable = isEditable("note", note.state) && mayTreat(app);
  const set = (unit, patch) => saver.set(unit, patch);
  const desk = judge({ content, patient, notes, note, forms: app.forms, extra: {
    note, ui, redraw, set,
    disabled: !editable,
    people: peopleAround(app, notes),
    saved: (unit, name) => saver.state(unit, name),
  } });
  desk.findingOptions = {
    content,
    disabled: !editable && !overrides(app, note),
    canOverride: overrides(app, note),
    labelOf: desk.labelOf,
    onText: (unit, text) => set(unit, { text: text.trim() === "" ? null : text }),
  };
  desk.jump = (unit, name) => jump({ note, ui, redraw }, unit, name);
  return desk;
}

const overrides = (app, note) => app.user.role === "supervisor" && note.author_id !== app.user.id && isOpen(note);

const heading = (desk, step) => (step.key === "words" ? t("Words") : (desk.section(step.key)?.label ?? step.label));

function go({ note, ui, redraw }, key) {
  flushTyping();
  ui.step = key;
  history.replaceState(history.state, "", `#/notes/${note.id}/edit/${key}`);
  redraw();
  scrollTo(0, 0);
  requestAnimationFrame(() => {
    showStep();
    document.getElementById("step-title")?.focus({ preventScroll: true });
  });
}

/** Leads to a field: its step, its time point or zone, then the control itself. */
function jump(screen, unit, name) {
  const key = stepOf(unit);
  if (key) go(screen, key);
  if (unitName(unit) === "obs") screen.ui.obs = unit.slice(4);
  screen.redraw();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const line = document.getElementById(`line-${unit}`);
    if (line) line.open = true;
    const field = document.getElementById(`${fieldId(unit, name)}-field`) ?? line ?? document.querySelector(".note-work");
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.scrollIntoView({ block: "center" });
    field.querySelector("button:not(:disabled), input, textarea, select, summary")?.focus({ preventScroll: true });
  }));
}

function notices({ note, conflicts, saver }, desk) {
  const { review } = note;
  const elsewhere = desk.open.filter((finding) => !finding.fields.some((path) => stepOf(path.split(".")[0]) === desk.ui.step));
  return html`<div class="stack stack--tight notices">
    ${saver.trouble
      ? html`<div class="banner" data-severity="block" role="alert">${icon("block")}<div class="grow"><strong>${t("Not saved on this tablet")}</strong><p>${saver.trouble.message}</p></div>
          <button type="button" class="button" @click=${() => saver.retry()}>${t("Try again")}</button></div>`
      : nothing}
    ${note.state === "returned" && review?.outcome === "returned"
      ? html`<div class="banner" data-severity="reason">${icon("reason")}<div class="grow"><strong>${t("Returned by {name}", { name: review.name })}</strong><p>${review.comment}</p></div>
          ${review.unit ? html`<button type="button" class="button" @click=${() => desk.jump(review.unit, "")}>${t("Show")}</button>` : nothing}</div>`
      : nothing}
    ${conflicts.length
      ? html`<a class="banner" data-severity="reason" href="#/conflicts/${conflicts[0].id}">${icon("reason")}<span class="grow">${t("Two people wrote different values in this note: {n} to settle", { n: conflicts.length })}</span></a>`
      : nothing}
    ${desk.disabled
      ? html`<p class="banner" data-severity="info">${icon("info")}<span class="grow">${isOpen(note) ? t("Only people who treat can write in a note.") : t("This note is signed. It is changed by an amendment.")}</span><a class="button" href="#/notes/${note.id}">${t("Read the note")}</a></p>`
      : nothing}
    ${elsewhere.map((finding) => findingTemplate(finding, { short: true, where: whereOf(desk, finding), onJump: () => desk.jump(...finding.fields[0].split(".")) }))}
  </div>`;
}

function whereOf(desk, finding) {
  const unit = finding.at ?? finding.fields[0].split(".")[0];
  return desk.section(unit)?.keys.find(({ key }) => unit.endsWith(`:${key}`))?.label ?? desk.section(unit)?.label;
}

function bar(screen, desk, all, current) {
  const next = all[all.indexOf(current) + 1];
  const { note, app } = screen;
  const left = desk.gaps.length;
  const maySign = note.author_id === app.user.id && !desk.disabled;
  const showMissing = async () => {
    const target = await openSheet(t("To sign"), (close) => html`<div class="stack">${missingList(desk.gaps, desk.advice, (...place) => close(place))}</div>`);
    if (target) desk.jump(...target);
  };
  const finish = () => {
    flushTyping();
    navigate(maySign ? `/notes/${note.id}/sign` : `/notes/${note.id}`);
  };
  const finishWord = maySign ? t("Review and sign") : t("Read the whole note");
  return html`<div class="bar">
    <button type="button" class="button missing-button" data-left=${left ? "" : nothing} @click=${left || !next ? showMissing : finish}>
      ${left ? html`<span class="figure">${left}</span>${t("missing to sign")}` : next ? finishWord : html`${icon("check", 20)}${t("Nothing missing")}`}</button>
    ${next
      ? html`<button type="button" class="button button--primary" @click=${() => go(screen, next.key)}>${t("Next: {step}", { step: next.label })}</button>`
      : html`<button type="button" class="button button--primary" @click=${finish}>${finishWord}</button>`}
  </div>`;
}
