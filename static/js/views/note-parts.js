// What the screens of one note share.
import { attempts } from "../components/attempt.js";
import { confirmSheet } from "../components/dialog.js";
import { findingTemplate } from "../components/finding.js";
import { judge } from "../components/note-desk.js";
import { bannerLink, bar, link, primary } from "../components/parts.js";
import { Saver } from "../components/saver.js";
import { openFindings } from "../core/rules.js";
import { unitsInUse } from "../core/traceability.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { clearDraft } from "../store/drafts.js";
import { amend, changeFields } from "../store/edits.js";
import { all, watch, watchAll } from "../store/records.js";
import { insteadOf, liveView } from "./live-view.js";

/**
 * Tells {note, patient, notes of that patient, open conflicts of this note, unitsInUse} now and after each change. Which
 * unit codes the clinic's notes name is looked up once, when the screen opens: following it would scan them at each keystroke.
 */
export function watchNote(id, told) {
  const found = { note: null, patient: null, notes: null, conflicts: [], unitsInUse: new Map() };
  let about = [];
  const tell = () => (found.notes ? told({ ...found }) : undefined);
  const put = (name) => (value) => {
    found[name] = value;
    tell();
  };
  const around = (patientId) => [
    watch("patient", patientId, put("patient")),
    watchAll("note", { patientId }, put("notes")),
    watchAll("conflict", { patientId, states: ["open"] }, (all) => put("conflicts")(all.filter((each) => each.fields.about?.record_id === id))),
  ];
  all("note").then((notes) => put("unitsInUse")(unitsInUse(notes)));
  const stop = watch("note", id, (note) => {
    const known = found.note?.patient_id === note?.patient_id;
    found.note = note;
    if (!note) return told({ ...found });
    if (!known) {
      for (const end of about) end();
      about = around(note.patient_id);
    }
    return tell();
  });
  return () => {
    stop();
    for (const end of about) end();
  };
}

export const mayTreat = ({ user }) => user.role === "practitioner" || user.treats;

/** People known here by name: whoever is signed in, and the authors of the notes on this tablet. */
export function peopleAround({ user }, notes) {
  const people = new Map([[user.id, user.name]]);
  for (const note of notes) if (note.author_name) people.set(note.author_id, note.author_name);
  return [...people].map(([id, name]) => ({ id, name }));
}

/**
 * A screen of one note; says so when the note or the form is not on this tablet. draw(screen) gets what watchNote and `sources`
 * told, and {app, people, ui, saver, redraw, attempt}. `write` keeps what is entered, in the note unless said otherwise.
 */
export function noteView(host, id, app, draw, { ui = {}, sources = {}, write = (change) => changeFields("note", id, change) } = {}) {
  Object.assign(ui, { acknowledged: new Set(), busy: false, problem: "" });
  let saver;
  const begin = (redraw) => {
    saver = new Saver(write, redraw);
    const found = (told) => watchNote(id, (news) => {
      saver.told(news.note?.fields ?? {});
      told(news);
    });
    return { found, ...sources };
  };
  return liveView(host, begin, ({ found, ...more }, redraw) => {
    if (!app.forms) return noForms();
    if (!found.note) return goneNote();
    return draw({ ...found, ...more, app, people: peopleAround(app, found.notes), ui, saver, redraw, attempt: attempts(ui, redraw) });
  });
}

/** The note as it stands on a screen, judged; `acts` is what its fields may do: {set(unit, patch), disabled, and what a screen adds}. */
export function deskOf({ note, patient, notes, app, people, ui, saver, redraw, unitsInUse }, content, acts = {}) {
  const saved = (unit, name) => saver.state(unit, name);
  const desk = judge({ content, patient, notes, note, forms: app.forms, unitsInUse, extra: { note, ui, redraw, people, saved, ...acts } });
  desk.findingOptions = {
    content,
    labelOf: desk.labelOf,
    disabled: desk.disabled,
    onText: (unit, text) => acts.set?.(unit, { text: text.trim() === "" ? null : text }),
  };
  return desk;
}

export const acknowledge = ({ ui, redraw }, rule) => (on) => {
  ui.acknowledged[on ? "add" : "delete"](rule);
  redraw();
};

/** Findings to be answered before a signature, each with where it is and the tick that it was noted. more(finding) adds options. */
export const findingList = (screen, desk, findings, more = () => ({})) => findings.map((finding) => findingTemplate(finding, {
  ...desk.findingOptions,
  where: desk.where(finding),
  acknowledged: screen.ui.acknowledged.has(finding.rule),
  onAcknowledge: acknowledge(screen, finding.rule),
  ...more(finding),
}));

/** The first reason why it cannot be signed yet, null when there is none; `own` are those of the screen. */
export function waitsFor({ conflicts, saver }, desk, settled, own) {
  const open = openFindings(desk.content, desk.findings, settled).length;
  const copied = desk.unconfirmed.length;
  const reasons = [
    ...own,
    saver.trouble && t("Not everything is saved on this tablet."),
    conflicts.length && t("A conflict is open."),
    desk.gaps.length && t("Entries missing: {n}", { n: desk.gaps.length }),
    copied && t("Carried over, not confirmed: {n}", { n: copied }),
    open && t("Findings still open: {n}", { n: open }),
  ];
  return reasons.find(Boolean) ?? null;
}

/** The keys of a screen that signs: a way aside, why it cannot be done yet (or what to know), and the signature. */
export const signBar = ({ ui }, aside, why, words, press, known = nothing) =>
  bar(aside, html`<p class="sign-why" role="status">${why ?? known}</p>`, primary(words, press, why !== null || ui.busy));

export const readNote = (note) => navigate(`/notes/${note.id}`, { replace: true });

/** Changes of several units with more of them put to them. */
export function joined(changes, more) {
  const all = { ...changes };
  for (const [unit, patch] of Object.entries(more)) all[unit] = { ...all[unit], ...patch };
  return all;
}

/** Signs what was added to a signed note as one change; its draft under `key` is done with then. */
export async function signChanges(note, key, reason, changes, acknowledged) {
  await amend(note.id, reason, changes, [...acknowledged]);
  await clearDraft(key);
}

export async function discardChanges(note, key, heading, body) {
  if (!(await confirmSheet({ heading, body, confirm: t("Discard"), danger: true }))) return;
  await clearDraft(key);
  readNote(note);
}

export const conflictLink = (conflicts, words) => (conflicts.length ? bannerLink(`#/conflicts/${conflicts[0].id}`, words) : nothing);

export const noForms = () => insteadOf(
  t("The form has not arrived yet"),
  t("This tablet has to reach the server once before notes can be shown. After that it works without."),
  link(t("To the start"), "#/"),
);

export const goneNote = () => insteadOf(
  t("This note is not on this tablet"),
  t("It may not have arrived yet, or it was taken back. It comes by itself once the server has been reached."),
  link(t("To the start"), "#/"),
);
