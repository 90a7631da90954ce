import { fieldOf } from "../../core/catalogue.js";
import { isMade } from "../../core/follow-up.js";
import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { redFlag } from "../../core/red-flags.js";
import { canTransition, isEditable } from "../../core/workflow.js";
import { formatDateTime, localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { once } from "../../live-query.js";
import { navigate } from "../../router.js";
import { getDraft, saveDraft } from "../../store/drafts.js";
import { changeFields, setFields } from "../../store/edits.js";
import { sections } from "../../store/forms.js";
import type { AppContext, Content } from "../../types.js";
import { overlaid, type Patch, type Write } from "../../ui/forms/autosave.js";
import { noteField } from "../../ui/forms/section-form.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { autosaveError, banner, button, errorMessage, link, tick } from "../../ui/layout/page.js";
import { missingList } from "../note/missing-list.js";
import { goneNote } from "../note/note-context.js";
import {
  acknowledge,
  acknowledged,
  discardChanges,
  findingList,
  isNoted,
  joined,
  modelOf,
  type NoteScreen,
  noteView,
  signBar,
  signChanges,
  waitsFor,
} from "../note/note-controller.js";
import { noteHead } from "../note/note-head.js";
import type { NoteModel } from "../note/note-model.js";
import { oneEditor } from "../note/one-editor.js";
import { openEvent } from "../patient/open-event.js";
import { identity, telHref } from "../patient/patient-labels.js";
import { eventName } from "../patient/patient-plan.js";
import { taskLabel, tasksOf } from "./follow-up-labels.js";

const LIST = "/follow-up";
/** What matters at each time point, in the order of the telephone interview; other fields are folded. */
const ASKED: Record<string, string[]> = {
  T24: ["how", "erythema", "oedema", "pain_now", "bruise", "exudate", "new_lesions"],
  T72: ["how", "erythema", "oedema", "pain_now", "flaking", "exudate", "new_lesions"],
  T7d: ["how", "erythema", "itch", "exudate", "new_lesions", "pigment_change", "downtime_days"],
  T28d: ["how", "erythema", "new_lesions", "pigment_change", "photo"],
};
const BY_APP = ["at"];

interface Params {
  /** The note. */
  id: string;
  /** The time point. */
  key: string;
}

interface ObservationUi {
  /** The note is signed, so an observation amends it. */
  sealed: boolean;
  /** The draft of that amendment. */
  changes: Content;
}

interface ObservationScreen extends NoteScreen<ObservationUi> {
  /** The time point, and the unit of its observation. */
  key: string;
  unit: string;
  /** The key of the draft. */
  store: string;
}

export const title = ({ key }: Params) => t("Follow-up {key}", { key });

/** One observation after a treatment: an open note stores it directly, a signed one as an amendment. */
export function view(host: HTMLElement, { id, key }: Params, app: AppContext) {
  const store = `follow:${id}:${key}`;
  const ui: ObservationUi = { sealed: false, changes: {} };
  const write: Write = async (change, shown) => {
    if (!ui.sealed) return changeFields("note", id, change, shown);
    ui.changes = joined(ui.changes, change(ui.changes));
    await saveDraft(store, ui.changes);
    return undefined;
  };
  const load = async () => {
    ui.changes = (await getDraft(store)) ?? {};
  };
  return oneEditor(host, id, () =>
    noteView(
      host,
      id,
      app,
      (found) => {
        if (!ASKED[key]) return goneNote();
        ui.sealed = !isEditable("note", found.note.state);
        return screen({ ...found, key, unit: `obs:${key}`, store });
      },
      { ui, sources: { loaded: once(load) }, write },
    ),
  );
}

const mayWrite = ({ note, app, ui }: ObservationScreen) =>
  ui.sealed
    ? can("note.amend", app.user, note, app.forms) && canTransition(note.state, "amend")
    : can("note.patch", app.user, note, app.forms);

function observationModel(found: ObservationScreen): NoteModel {
  const { note, ui, saver, unit } = found;
  const content = saver.overlay(ui.sealed ? overlaid(note.fields, ui.changes) : note.fields);
  /** The first value of the observation also records the current time. */
  const timed = (name: string, patch: Patch): Patch =>
    name === unit && typeof patch !== "function" && !isMade(content[unit] ?? {}) && isMade(patch)
      ? { at: localIso(), ...patch }
      : patch;
  return modelOf(found, content, {
    actions: { set: (name, patch) => saver.set(name, timed(name, patch), asShown(note, [name])) },
    disabled: !mayWrite(found),
  });
}

function screen(found: ObservationScreen): Template {
  const { note, patient, notes, app, ui, saver, key, unit } = found;
  const model = observationModel(found);
  const section = model.context.section(unit);
  const task = tasksOf(note, notes, app.forms).find((each) => each.key === key);
  const seen = model.note.content[unit] ?? {};
  const flag = redFlag(seen, key, app.forms.limits);
  const fields = (wanted: string[]) =>
    wanted.map((name) => {
      const field = fieldOf(section, name);
      return field ? noteField(field, unit, model) : nothing;
    });
  const rest = section.fields
    .map(({ name }) => name)
    .filter((name) => !ASKED[key].includes(name) && !BY_APP.includes(name));
  const { phone } = identity(patient);
  return html`<div class="page">
    ${noteHead(note, patient, app.forms, `#${LIST}`)}
    <div class="cluster cluster--apart"><h2>${key} · ${section.keys.find((each) => each.key === key)?.label}</h2>
      ${task ? html`<span class="quiet">${task.state === "overdue" ? t("late") : nothing} ${taskLabel(task)}</span>` : nothing}
      ${phone ? link(t("Call {phone}", { phone }), telHref(phone)) : nothing}</div>
    ${errorMessage(ui.problem)}
    ${autosaveError(saver)}
    ${model.form.disabled ? banner("info", t("{name} signed this note and adds to it.", { name: note.author_name })) : nothing}
    ${seen.at ? html`<p class="hint">${t("Observed {time}", { time: formatDateTime(seen.at) })}</p>` : nothing}
    <div class="form" data-unit=${unit}>${fields(ASKED[key])}
      <details class="more form-wide" ?open=${Boolean(seen.note) || rest.some((name) => model.judged.at(unit, name).length)}><summary>${t("More about: {section}", { section: section.label })}</summary><div class="form">${fields(rest)}</div></details></div>
    ${flag ? banner("reason", html`<strong>${eventName({ term: flag }, sections("patient"))}.</strong> ${t("An adverse event is opened when you finish, linked to this treatment.")}`, nothing, "status") : nothing}
    ${model.form.disabled ? nothing : [toSettle(found, model), keys(found, model, flag)]}
  </div>`;
}

/** What is missing, and the findings to be answered before the signature. */
function toSettle(found: ObservationScreen, model: NoteModel): Template {
  const { ui, unit } = found;
  /**
   * Fields drawn here show their own findings; findings of other fields are shown unless the signature has settled
   * them.
   */
  const drawn = model.context.section(unit).fields.filter(({ name }) => !BY_APP.includes(name));
  const beside = drawn.flatMap(({ name }) => model.judged.at(unit, name));
  const elsewhere = model.judged.findings.filter((finding) => !beside.includes(finding));
  const fresh = elsewhere.filter(({ since }) => since !== "signed");
  const warned = model.judged.findings.filter(
    (one) => !elsewhere.includes(one) && one.severity === "warn" && !one.since,
  );
  return html`${ui.sealed && model.judged.gaps.length ? missingList(model.judged.gaps, [], () => navigate(`/notes/${found.note.id}/amend`)) : nothing}
    ${findingList(found, model, fresh)}
    ${ui.sealed ? warned.map(({ rule, message }) => tick(t("Noted: {message}", { message }), isNoted(found, model, rule), acknowledge(found, model, rule))) : nothing}`;
}

function keys(found: ObservationScreen, model: NoteModel, flag: string | null): Template {
  const { note, patient, ui, saver, attempt, store, key, unit } = found;
  const seen = model.note.content[unit] ?? {};
  const empty = !isMade(seen);
  const nothingYet = empty && t("Nothing has been entered yet.");
  const why = ui.sealed
    ? waitsFor(found, model, [nothingYet])
    : (saver.error && t("Not everything is saved on this tablet.")) || nothingYet || null;
  const put = (reason: string, changes: Content) =>
    signChanges(note, store, reason, changes, acknowledged(found, model));
  const toList = () => navigate(LIST, { replace: true });
  /** Records the attempt to reach the patient; the task stays open. */
  const notReached = () =>
    attempt(async () => {
      const now = t("Not reached {time}", { time: formatDateTime(localIso()) });
      const tried = { at: localIso(), how: "phone", note: seen.note ? `${seen.note}; ${now}` : now };
      await (ui.sealed
        ? put(t("Follow-up observation {key}: not reached", { key }), { [unit]: tried })
        : setFields("note", note.id, unit, tried, asShown(note, [unit])));
      return toList();
    });
  const finish = async () => {
    if (!(await flushTyping())) return;
    attempt(async () => {
      if (ui.sealed) await put(t("Follow-up observation {key}", { key }), ui.changes);
      return flag && patient ? openEvent(patient, note, { term: flag, at: seen.at }) : toList();
    });
  };
  const discard = () =>
    discardChanges(
      found,
      store,
      t("Discard this observation"),
      t("The signed note stays as it is. What you entered here is lost."),
    );
  const aside = empty ? button(t("Not reached"), notReached, ui.busy) : ui.sealed && button(t("Discard"), discard);
  return signBar(found, aside, why, ui.sealed ? t("Sign the observation") : t("Done"), finish);
}
