import { confirmSheet } from "../components/dialog.js";
import { findingTemplate } from "../components/finding.js";
import { taskWords, tasksOf } from "../components/follow-up-words.js";
import { icon } from "../components/icons.js";
import { missingList } from "../components/missing-list.js";
import { judge } from "../components/note-desk.js";
import { patched } from "../core/merge.js";
import { noteHead } from "../components/note-head.js";
import { eventName } from "../components/patient-plan.js";
import { identity } from "../components/patient-words.js";
import { Saver } from "../components/saver.js";
import { noteField } from "../components/section-form.js";
import { flushTyping } from "../components/typing.js";
import { isMade } from "../core/follow-up.js";
import { redFlag } from "../core/red-flags.js";
import { evaluate, openFindings } from "../core/rules.js";
import { canTransition, isEditable } from "../core/workflow.js";
import { formatDateTime, localIso } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { clearDraft, getDraft, saveDraft } from "../store/drafts.js";
import { amend, changeFields, setFields } from "../store/edits.js";
import { sections } from "../store/forms.js";
import { liveView } from "./live-view.js";
import { goneNote, mayTreat, noForms, peopleAround, watchNote } from "./note-parts.js";
import { openEvent } from "./open-event.js";

const LIST = "/follow-up";
/** What matters at each time point, in the order it is asked on the telephone; the rest is folded away. */
const ASKED = {
  T24: ["how", "erythema", "oedema", "pain_now", "bruise", "exudate", "new_lesions"],
  T72: ["how", "erythema", "oedema", "pain_now", "flaking", "exudate", "new_lesions"],
  T7d: ["how", "erythema", "itch", "exudate", "new_lesions", "pigment_change", "downtime_days"],
  T28d: ["how", "erythema", "new_lesions", "pigment_change", "photo"],
};
const BY_APP = ["at"];

export const title = ({ key }) => t("Follow-up {key}", { key });

/** One observation after a treatment: in an open note it is written into it, in a signed one it becomes an amendment. */
export function view(host, { id, key }, app) {
  const store = `follow:${id}:${key}`;
  const unit = `obs:${key}`;
  const ui = { acknowledged: new Set(), trouble: null, busy: false, sealed: false };
  let changes = {};
  let redraw = () => {};
  const write = (change) => {
    if (!ui.sealed) return changeFields("note", id, change);
    for (const [name, patch] of Object.entries(change(changes))) changes = { ...changes, [name]: { ...changes[name], ...patch } };
    return saveDraft(store, changes);
  };
  const saver = new Saver(write, () => redraw());
  const loaded = (told) => void getDraft(store).then((stored) => {
    changes = stored ?? {};
    told(true);
  });
  const source = (told) => watchNote(id, (found) => {
    saver.told(found.note?.fields ?? {});
    told(found);
  });
  const stop = liveView(host, { found: source, loaded }, ({ found }, again) => {
    redraw = again;
    if (!app.forms) return noForms();
    if (!found.note || !ASKED[key]) return goneNote();
    ui.sealed = !isEditable("note", found.note.state);
    return page({ ...found, app, ui, saver, redraw, key, unit, store, changes: () => changes });
  });
  return () => {
    flushTyping();
    stop();
  };
}

const mayWrite = ({ note, app, ui }) => mayTreat(app) && (!ui.sealed || (note.author_id === app.user.id && canTransition(note.state, "amend")));

function deskOf(screen) {
  const { note, patient, notes, app, ui, saver, redraw, unit } = screen;
  const fields = ui.sealed ? Object.entries(screen.changes()).reduce((content, [name, patch]) => patched(content, name, patch), note.fields) : note.fields;
  const content = saver.over(fields);
  /** The time is written by the first thing seen, as by a clock. */
  const set = (name, patch) => saver.set(name, name === unit && !isMade(content[unit] ?? {}) && isMade(patch) ? { at: localIso(), ...patch } : patch);
  const desk = judge({ content, patient, notes, note, forms: app.forms, extra: {
    note, ui, redraw, set, people: peopleAround(app, notes), disabled: !mayWrite(screen), saved: (name, field) => saver.state(name, field),
  } });
  /** What the signed note had been signed with is not asked again. */
  desk.settled = new Set([...ui.acknowledged, ...(ui.sealed ? evaluate(app.forms.rules, note.fields, desk.view.context).map(({ rule }) => rule) : [])]);
  desk.findingOptions = { content, labelOf: desk.labelOf, disabled: desk.disabled, onText: (name, text) => set(name, { text: text.trim() === "" ? null : text }) };
  return desk;
}

function page(screen) {
  const { note, patient, notes, app, key, unit } = screen;
  const desk = deskOf(screen);
  const section = desk.section(unit);
  const task = tasksOf(note, notes, app.forms).find((each) => each.key === key);
  const seen = desk.content[unit] ?? {};
  const flag = redFlag(seen, key, app.forms.limits);
  const field = (name) => noteField(section.fields.find((each) => each.name === name), unit, desk);
  const rest = section.fields.filter(({ name }) => !ASKED[key].includes(name) && !BY_APP.includes(name));
  const { phone } = identity(patient);
  return html`<div class="page">
    ${noteHead(note, patient, app.forms, `#${LIST}`)}
    <div class="cluster cluster--apart"><h2>${key} · ${section.keys.find((each) => each.key === key)?.label}</h2>
      ${task ? html`<span class="quiet">${task.state === "overdue" ? t("late") : nothing} ${taskWords(task)}</span>` : nothing}
      ${phone ? html`<a class="button" href="tel:${phone.replace(/[^+\d]/g, "")}">${t("Call {phone}", { phone })}</a>` : nothing}</div>
    ${screen.ui.trouble || screen.saver.trouble ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}<span>${screen.ui.trouble ?? screen.saver.trouble.message}</span></p>` : nothing}
    ${desk.disabled ? html`<p class="banner" data-severity="info">${icon("info")}<span class="grow">${t("{name} signed this note and adds to it.", { name: note.author_name })}</span></p>` : nothing}
    ${seen.at ? html`<p class="hint">${t("Observed {time}", { time: formatDateTime(seen.at) })}</p>` : nothing}
    <div class="form" data-unit=${unit}>${ASKED[key].map(field)}
      <details class="more form-wide" ?open=${Boolean(seen.note)}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${rest.map(({ name }) => field(name))}</div></details></div>
    ${flag ? html`<p class="banner" data-severity="reason" role="status">${icon("reason")}<span class="grow"><strong>${eventName({ term: flag }, sections("patient"))}.</strong> ${t("An adverse event is opened when you finish, linked to this treatment.")}</span></p>` : nothing}
    ${standing(screen, desk)}
    ${desk.disabled ? nothing : bar(screen, desk, flag)}
  </div>`;
}

function standing(screen, desk) {
  const { ui, redraw, unit } = screen;
  if (desk.disabled) return nothing;
  const tick = (rule) => (on) => {
    ui.acknowledged[on ? "add" : "delete"](rule);
    redraw();
  };
  const elsewhere = desk.findings.filter((finding) => !finding.fields.some((path) => path.startsWith(unit)));
  const fresh = elsewhere.filter(({ rule }) => ui.acknowledged.has(rule) || !desk.settled.has(rule));
  const warned = desk.findings.filter((finding) => !elsewhere.includes(finding) && finding.severity === "warn");
  return html`${ui.sealed && desk.gaps.length ? missingList(desk.gaps, [], () => navigate(`/notes/${screen.note.id}/amend`)) : nothing}
    ${fresh.map((finding) => findingTemplate(finding, { ...desk.findingOptions, acknowledged: ui.acknowledged.has(finding.rule), onAcknowledge: tick(finding.rule) }))}
    ${ui.sealed ? warned.map(({ rule, message }) => html`<label class="tick"><input type="checkbox" .checked=${ui.acknowledged.has(rule)} @change=${(event) => tick(rule)(event.target.checked)} />${t("Noted: {message}", { message })}</label>`) : nothing}`;
}

function waitsFor(screen, desk) {
  const { saver, conflicts, ui, unit } = screen;
  if (saver.trouble) return t("Not everything is saved on this tablet.");
  if (!isMade(desk.content[unit] ?? {})) return t("Nothing has been entered yet.");
  if (!ui.sealed) return null;
  if (conflicts.length) return t("A conflict is open.");
  if (desk.gaps.length) return t("Entries missing: {n}", { n: desk.gaps.length });
  const open = openFindings(desk.content, desk.findings, desk.settled).length;
  return open ? t("Findings still open: {n}", { n: open }) : null;
}

function bar(screen, desk, flag) {
  const { ui, unit, key } = screen;
  const reason = waitsFor(screen, desk);
  const empty = !isMade(desk.content[unit] ?? {});
  return html`<div class="bar">
    ${empty || !ui.sealed ? nothing : html`<button type="button" class="button" @click=${() => discard(screen)}>${t("Discard")}</button>`}
    ${empty ? html`<button type="button" class="button" ?disabled=${ui.busy} @click=${() => notReached(screen, desk)}>${t("Not reached")}</button>` : nothing}
    <p class="sign-why" role="status">${reason ?? nothing}</p>
    <button type="button" class="button button--primary" ?disabled=${reason !== null || ui.busy}
      @click=${() => finish(screen, desk, t("Follow-up observation {key}", { key }), flag)}>${ui.sealed ? t("Sign the observation") : t("Done")}</button>
  </div>`;
}

/** That the patient was tried is kept, and the task stays open. */
async function notReached(screen, desk) {
  const { key, unit } = screen;
  const earlier = desk.content[unit]?.note;
  const now = t("Not reached {time}", { time: formatDateTime(localIso()) });
  const tried = { at: localIso(), how: "phone", note: earlier ? `${earlier}; ${now}` : now };
  if (!screen.ui.sealed) await setFields("note", screen.note.id, unit, tried);
  else if (!(await put(screen, desk, t("Follow-up observation {key}: not reached", { key }), { [unit]: tried }))) return;
  navigate(LIST, { replace: true });
}

async function finish(screen, desk, reason, flag) {
  flushTyping();
  const { note, patient, ui, unit } = screen;
  if (ui.sealed && !(await put(screen, desk, reason, screen.changes()))) return;
  if (flag && patient) await openEvent(patient, note, { term: flag, at: desk.content[unit].at });
  else navigate(LIST, { replace: true });
}

async function put(screen, desk, reason, changes) {
  const { note, ui, redraw, store } = screen;
  ui.busy = true;
  redraw();
  try {
    await amend(note.id, reason, changes, [...desk.settled]);
    await clearDraft(store);
    return true;
  } catch (error) {
    Object.assign(ui, { trouble: error.message, busy: false });
    redraw();
    return false;
  }
}

async function discard({ note, store }) {
  const sure = await confirmSheet({ heading: t("Discard this observation"), body: t("The signed note stays as it is. What you entered here is lost."), confirm: t("Discard"), danger: true });
  if (!sure) return;
  await clearDraft(store);
  navigate(`/notes/${note.id}`, { replace: true });
}
