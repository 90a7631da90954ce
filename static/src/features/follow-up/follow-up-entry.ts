// A new follow-up of a visit, by whoever takes the telephone: one tap says whether the patient was reached.
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { formatDateTime, localIso } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { changeFields, createFollowUp, setFields, sign, voidRecord } from "../../store/edits.js";
import type { AppContext, LocalRecord, Unit } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { autosaveError, banner, button, errorMessage, link, primary } from "../../ui/layout/page.js";
import { goneNote, noForms } from "../note/note-context.js";
import { type NoteScreen, noteView, signBar } from "../note/note-controller.js";
import { noteHead } from "../note/note-head.js";
import { callWritten, oneEditor } from "../note/one-editor.js";
import { eventUnit } from "../patient/open-event.js";
import { identity, patientName, telHref } from "../patient/patient-labels.js";
import { CALM, type Call, callForm, callOf, callSections } from "./follow-up-form.js";
import { pointLabel, taskLabel, tasksOf } from "./follow-up-labels.js";

const LIST = "/follow-up";

interface Params {
  /** The note. */
  id: string;
  /** The time point. */
  key: string;
}

type EntryScreen = NoteScreen<{ call: string }> & { key: string; mine: LocalRecord | undefined };

export const title = ({ key }: Params) => t("Follow-up {key}", { key: pointLabel(key) });

export function view(host: HTMLElement, { id, key }: Params, app: AppContext) {
  const ui = { call: "" };
  return oneEditor(host, callWritten(`${id}:${key}`, link(t("Read the note"), `#/notes/${id}`)), () =>
    noteView(
      host,
      id,
      app,
      (found) => {
        const point = fieldOf(sectionFor(callSections(app), "about"), "point");
        if (!callSections(app).length) return noForms();
        if (!point?.choices.some(({ value }) => value === key)) return goneNote();
        const mine = ownDraft(found.calls, id, key, app);
        ui.call = mine?.id ?? "";
        return screen({ ...found, key, mine });
      },
      { ui, write: (change, shown) => changeFields("follow_up", ui.call, change, shown) },
    ),
  );
}

/** The follow-up of this person that was begun and not signed. */
const ownDraft = (calls: LocalRecord[], noteId: string, key: string, { user }: AppContext) =>
  calls.find(
    ({ state, author_id, fields: { about } }) =>
      state === "draft" && author_id === user.id && about?.note_id === noteId && about.point === key,
  );

function screen(found: EntryScreen): Template {
  const { note, patient, app, ui, saver, key, mine } = found;
  const task = tasksOf(note, found.notes, app.forms, Date.now(), found.calls).find((each) => each.key === key);
  const { phone } = identity(patient);
  const may = can("follow_up.create", app.user, null, app.forms);
  return html`<div class="page">
    ${noteHead(note, patient, app.forms, `#${LIST}`)}
    <div class="cluster cluster--apart"><h2>${pointLabel(key)}</h2>
      ${task ? html`<span class="quiet">${task.state === "overdue" ? t("late") : nothing} ${taskLabel(task)}</span>` : nothing}
      ${phone ? link(t("Call {phone}", { phone }), telHref(phone)) : html`<span class="hint">${t("no number")}</span>`}</div>
    ${errorMessage(ui.problem)}
    ${autosaveError(saver)}
    ${may ? (mine ? interview(found, mine) : reachedKeys(found)) : banner("info", t("Follow-ups are written by those who treat and by supervisors."))}
  </div>`;
}

/** The first question: what is tapped here is the record. */
function reachedKeys(found: EntryScreen): Template {
  const { note, ui, attempt, key } = found;
  const begin = (reached: string) =>
    attempt(async () => {
      const about = {
        note_id: note.id,
        note_version_seen: note.version,
        point: key,
        at: localIso(),
        how: "phone",
        reached,
      };
      const id = await createFollowUp(note.patient_id ?? "", { about });
      if (reached === "yes") return undefined;
      await sign(id, [], "follow_up");
      return navigate(LIST, { replace: true });
    });
  const choice = (value: string, words: string) => button(words, () => begin(value), ui.busy);
  return html`<div class="stack" role="group" aria-label=${t("Was the patient reached?")}>
    <p>${t("Was the patient reached?")}</p>
    <div class="cluster">${primary(t("Reached"), () => begin("yes"), ui.busy)}
      ${choice("no_answer", t("No answer"))}${choice("message_left", t("Message left"))}${choice("number_wrong", t("Wrong number"))}</div>
    <p class="hint">${t("If there is no answer or a message is left, this is recorded and the call stays on the list.")}</p></div>`;
}

function interview(found: EntryScreen, mine: LocalRecord): Template {
  const { saver, ui } = found;
  saver.update(mine.fields);
  const content = saver.overlay(mine.fields);
  const call = callOf(found, content, (unit, patch) => saver.set(unit, patch, asShown(mine, [unit])));
  const calm = () => saver.set("seen", (held: Unit) => ({ ...CALM, ...held }), asShown(mine, ["seen"]));
  return html`
    <p class="hint">${t("Begun {time}", { time: formatDateTime(content.about?.at) })}</p>
    <div class="cluster">${button(t("No complaints"), calm, ui.busy, "check")}</div>
    ${callForm(call, found)}
    ${signBar(
      found,
      button(t("Discard"), () => discard(found, mine), ui.busy),
      call.why,
      t("Sign the follow-up"),
      () => finish(found, mine, call),
    )}`;
}

/** A red flag opens its adverse event first, so that it is there whatever happens next. */
async function finish({ note, patient, attempt }: EntryScreen, mine: LocalRecord, { content, checked, noted }: Call) {
  if (!(await flushTyping())) return;
  await attempt(async () => {
    const opens = checked.flags.length && content.flags?.answer === "open_event" && patient;
    let unit = content.flags?.event;
    if (opens && !unit) {
      unit = await eventUnit(patient, note, { term: checked.flags[0], at: content.about.at });
      await setFields("follow_up", mine.id, "flags", { event: unit });
    }
    await sign(mine.id, noted, "follow_up");
    return navigate(opens ? `/patients/${patient.id}/part/${unit}` : LIST, { replace: true });
  });
}

async function discard({ patient, attempt }: EntryScreen, mine: LocalRecord) {
  const sure = await confirmSheet({
    heading: t("Discard this follow-up"),
    body: t("The note stays as it is. What you entered here is no longer shown."),
    confirm: t("Discard"),
    danger: true,
    about: patientName(patient),
  });
  if (!sure) return;
  await attempt(async () => {
    await voidRecord("follow_up", mine.id, t("Discarded before it was signed."), mine);
    await navigate(LIST, { replace: true });
  });
}
