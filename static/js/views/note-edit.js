import { fieldId } from "../components/field.js";
import { carriedOffer } from "../components/carried.js";
import { judge, lastTreated } from "../components/note-desk.js";
import { unitName } from "../core/catalogue.js";
import { noteHead } from "../components/note-head.js";
import { lacks, showStep, stepOf, steps, stepStrip, TODO, todoStep } from "../components/note-steps.js";
import { Saver } from "../components/saver.js";
import { stepBody } from "../components/step-bodies.js";
import { flushTyping } from "../components/typing.js";
import { isOpen } from "../components/visit-words.js";
import { carryOver, confirming, takingBack, touching } from "../core/carried.js";
import { isEditable } from "../core/workflow.js";
import { html, nothing } from "../lib/dom.js";
import { uuid } from "../lib/ids.js";
import { t } from "../lib/i18n.js";
import { currentRoute, navigate } from "../router.js";
import { changeFields } from "../store/edits.js";
import { watchAll } from "../store/records.js";
import { bar, notices } from "./note-bars.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";
import { liveView } from "./live-view.js";

/** Where the repeat of the last visit and the protocols are offered. */
const OFFERED = new Set([TODO, "visit"]);

export const title = () => t("Note");

export function view(host, { id, section }, app) {
  const ui = { step: section ?? null, obs: null, serums: [], goTo: currentRoute().query.field ?? null };
  let redraw = () => {};
  const saver = new Saver((change) => changeFields("note", id, change), () => redraw());
  const source = (told) => watchNote(id, (found) => {
    saver.told(found.note?.fields ?? {});
    told(found);
  });
  const active = (type) => (told) => watchAll(type, { states: ["active"] }, told);
  const stop = liveView(host, { found: source, protocols: active("protocol"), lots: active("lot") }, ({ found, ...more }, again) => {
    redraw = again;
    if (!app.forms) return noForms();
    return found.note ? page({ ...found, ...more, app, ui, saver, redraw }) : goneNote();
  });
  return () => {
    flushTyping();
    stop();
  };
}

function page(screen) {
  const { note, patient, app, ui } = screen;
  const desk = deskOf(screen);
  const parts = steps(desk);
  const all = desk.disabled ? parts : [todoStep(parts), ...parts];
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
        ${OFFERED.has(ui.step) ? carriedOffer(desk, lastTreated(screen.notes, note), screen.protocols) : nothing}
        ${stepBody(ui.step, desk)}
      </section>
    </div>
    ${bar(screen, desk, all, current)}
  </div>`;
}

/**
 * Where one goes on: what the supervisor pointed at, the visit while nothing else is written (the last one is offered
 * there), what is left of a repeated visit, else the first step that lacks something.
 */
function firstStep(all, { state, review, fields }) {
  if (Object.keys(fields).every((unit) => unit === "visit")) return "visit";
  const pointed = state === "returned" && review?.unit ? stepOf(review.unit) : null;
  const first = (each) => (each.key !== TODO || fields.carried) && lacks(each);
  return (all.find((step) => step.key === pointed) ?? all.find(first) ?? all.at(-1)).key;
}

function deskOf({ note, patient, notes, unitsInUse, lots, app, ui, saver, redraw }) {
  const content = saver.over(note.fields);
  const editable = isEditable("note", note.state) && mayTreat(app);
  const set = (unit, patch) => saver.change((fields) => touching(fields, { [unit]: patch }), [unit, patch]);
  const desk = judge({ content, patient, notes, note, forms: app.forms, unitsInUse, extra: {
    note, ui, redraw, set, lots, unitsInUse,
    setAll: (changes, copiedAgain) => saver.change((fields) => touching(fields, changes, copiedAgain)),
    confirm: (paths) => saver.change((fields) => confirming(fields, paths)),
    lay: (values, from) => saver.change(laying(values, from, app.forms.copying)),
    takeBack: () => saver.change(takingBack),
    go: (key) => go({ note, ui, redraw }, key),
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

/** The same ids each time it is asked: for the screen first, then for the disk. */
function laying(values, from, copying) {
  const ids = [];
  return (fields) => {
    let n = 0;
    return carryOver(fields, values, from, () => (ids[n++] ??= uuid()), copying) ?? {};
  };
}

const overrides = (app, note) => app.user.role === "supervisor" && note.author_id !== app.user.id && isOpen(note);

const heading = (desk, step) => (step.key === "words" ? t("Words") : step.key === TODO ? t("What is left to enter") : (desk.section(step.key)?.label ?? step.label));

export function go({ note, ui, redraw }, key) {
  flushTyping();
  ui.step = key;
  ui.left = null;
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
  if (unit === "patient") return navigate(`/patients/${screen.note.patient_id}/edit`);
  const key = stepOf(unit);
  const here = screen.ui.step === TODO && document.getElementById(`${fieldId(unit, name)}-field`);
  if (key && !here) go(screen, key);
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
