// @ts-nocheck
// What the screens of one note share: how it is opened, judged, signed, and what keeps it from being signed.

import { answering, answerUnit, openFindings } from "../../core/answers.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft } from "../../store/drafts.js";
import { amend, changeFields } from "../../store/edits.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { attempts } from "../../ui/forms/async-action.js";
import { Saver } from "../../ui/forms/autosave.js";
import { findingTemplate, shownOf } from "../../ui/forms/finding.js";
import { bannerLink, bar, primary } from "../../ui/layout/page.js";
import { patientName } from "../patient/patient-labels.js";
import { goneNote, noForms, peopleAround, watchNote } from "./note-context.js";
import { judge } from "./note-model.js";

/**
 * A screen of one note; says so when the note or the form is not on this tablet. draw(screen) gets what watchNote and `sources`
 * told, and {app, people, ui, saver, redraw, attempt}. `write` keeps what is entered, in the note unless said otherwise.
 */
export function noteView(
  host,
  id,
  app,
  draw,
  { ui = {}, sources = {}, write = (change, shown) => changeFields("note", id, change, shown) } = {},
) {
  Object.assign(ui, { acknowledged: new Set(), busy: false, problem: "" });
  let saver;
  const begin = (redraw) => {
    saver = new Saver(write, redraw);
    const found = (told) =>
      watchNote(id, (news) => {
        saver.told(news.note?.fields ?? {});
        told(news);
      });
    return { found, ...sources };
  };
  return liveView(host, begin, ({ found, ...more }, redraw) => {
    if (!app.forms) return noForms();
    if (!found.note) return goneNote();
    return draw({
      ...found,
      ...more,
      app,
      people: peopleAround(app, found.notes),
      ui,
      saver,
      redraw,
      attempt: attempts(ui, redraw),
    });
  });
}

/** The note as it stands on a screen, judged; `acts` is what its fields may do: {set(unit, patch), disabled, and what a screen adds}. */
export function deskOf({ note, patient, notes, app, people, ui, saver, redraw, unitsInUse }, content, acts = {}) {
  const saved = (unit, name) => saver.state(unit, name);
  const desk = judge({
    content,
    patient,
    notes,
    note,
    forms: app.forms,
    unitsInUse,
    extra: { note, ui, redraw, people, saved, ...acts },
  });
  desk.findingOptions = {
    content: desk.answers,
    labelOf: desk.labelOf,
    disabled: desk.disabled,
    onText: (finding, text) => {
      const unit = answerUnit(finding);
      const shown = shownOf(finding, desk.where(finding), desk.labelOf);
      return acts.set?.(unit, (held) => answering({ ...content[unit], ...held }, text, finding, shown));
    },
  };
  return desk;
}

/** A warning as it was noted: its rule and what it judged then. */
const noted = (desk, rule) =>
  [rule, ...desk.findings.filter((finding) => finding.rule === rule).map(({ fp }) => fp)].join(" ");

export const isNoted = ({ ui }, desk, rule) => ui.acknowledged.has(noted(desk, rule));

/** The rules noted on this screen, as long as they judge the same. */
export const acknowledged = (screen, desk) => [
  ...new Set(desk.findings.map(({ rule }) => rule).filter((rule) => isNoted(screen, desk, rule))),
];

export const acknowledge =
  ({ ui, redraw }, desk, rule) =>
  (on) => {
    ui.acknowledged[on ? "add" : "delete"](noted(desk, rule));
    redraw();
  };

/** Findings to be answered before a signature, each with where it is and the tick that it was noted. more(finding) adds options. */
export const findingList = (screen, desk, findings, more = () => ({})) =>
  findings.map((finding) =>
    findingTemplate(finding, {
      ...desk.findingOptions,
      where: desk.where(finding),
      acknowledged: isNoted(screen, desk, finding.rule),
      onAcknowledge: acknowledge(screen, desk, finding.rule),
      ...more(finding),
    }),
  );

/**
 * Everything that still stands between a note and its signature, in the order in which it is told: {own, trouble, conflicts,
 * gaps, copied: paths, open: findings, count}. `own` are the reasons of the screen.
 */
export function inTheWay(screen, desk, own) {
  const { conflicts, saver } = screen;
  const way = {
    own: own.filter(Boolean),
    trouble: saver.trouble ? [saver.trouble] : [],
    conflicts,
    gaps: desk.gaps,
    copied: desk.unconfirmed,
    open: openFindings(desk.answers, desk.findings, acknowledged(screen, desk)),
  };
  return { ...way, count: Object.values(way).reduce((sum, { length }) => sum + length, 0) };
}

/** The first of it in words, null when nothing is in the way. */
export function firstWords({ own, trouble, conflicts, gaps, copied, open }) {
  const reasons = [
    ...own,
    trouble.length && t("Not everything is saved on this tablet."),
    conflicts.length && t("A conflict is open."),
    gaps.length && t("Entries missing: {n}", { n: gaps.length }),
    copied.length && t("Carried over, not confirmed: {n}", { n: copied.length }),
    open.length && t("Findings still open: {n}", { n: open.length }),
  ];
  return reasons.find(Boolean) ?? null;
}

export const waitsFor = (screen, desk, own) => firstWords(inTheWay(screen, desk, own));

/** The keys of a screen that signs: a way aside, why it cannot be done yet (or what to know), and the signature. */
export const signBar = ({ ui }, aside, why, words, press, known = nothing) =>
  bar(
    aside,
    html`<p class="sign-why" role="status">${why ?? known}</p>`,
    primary(words, press, why !== null || ui.busy),
  );

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

export async function discardChanges({ note, patient }, key, heading, body) {
  const about = patientName(patient);
  if (!(await confirmSheet({ heading, body, confirm: t("Discard"), danger: true, about }))) return;
  await clearDraft(key);
  readNote(note);
}

export const conflictLink = (conflicts, words) =>
  conflicts.length ? bannerLink(`#/conflicts/${conflicts[0].id}`, words) : nothing;
