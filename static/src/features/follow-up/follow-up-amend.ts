// The correction of one's own signed follow-up: kept as a draft on the tablet until it is signed with a reason.

import { can } from "../../core/permissions.js";
import { canTransition } from "../../core/workflow.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, once, one } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft, draftOf, getDraft, renameDraft, saveDraft } from "../../store/drafts.js";
import { amend } from "../../store/edits.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext, Content, LocalRecord } from "../../types.js";
import { askText } from "../../ui/controls/dialog.js";
import { overlaid } from "../../ui/forms/autosave.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { autosaveError, button, errorMessage, link } from "../../ui/layout/page.js";
import { joined, type NoteScreen, noteView, signBar } from "../note/note-controller.js";
import { noteHead } from "../note/note-head.js";
import { callWritten, oneEditor } from "../note/one-editor.js";
import { askForAbsent } from "../patient/absent.js";
import { eventUnit } from "../patient/open-event.js";
import { patientName } from "../patient/patient-labels.js";
import { type Call, callForm, callOf, goneCall } from "./follow-up-form.js";

type AmendScreen = NoteScreen<{ changes: Content }> & { call: LocalRecord; store: string };

const REASON_MIN = 10;
const ABSENT = "absent";

export const title = () => t("Amend the follow-up");

/** The follow-up is read first, because it names the note with which it is judged. */
export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  let inner: (() => void) | undefined;
  let shown = "";
  const stop = one(
    "follow_up",
    id,
  )((call) => {
    const noteId = call?.fields.about?.note_id;
    const next = call && noteId ? noteId : ABSENT;
    if (shown === next) return;
    shown = next;
    inner?.();
    const written = callWritten(id, link(t("To the follow-up"), `#/calls/${id}`));
    inner = call && noteId ? oneEditor(host, written, () => editor(host, call, noteId, app)) : absentCall(host, id);
  });
  return () => {
    stop?.();
    inner?.();
  };
}

function absentCall(host: HTMLElement, id: string) {
  let absent: (() => Template) | undefined;
  return liveView(host, {}, (_found, redraw) => {
    absent ??= askForAbsent(() => readIfThere(id), goneCall, redraw);
    return absent();
  });
}

function editor(host: HTMLElement, { id }: LocalRecord, noteId: string, app: AppContext) {
  const store = `amend:${id}:follow_up`;
  const ui = { changes: {} as Content };
  const load = async () => {
    await renameDraft(`amend:${id}`, store); // as an earlier version stored it
    ui.changes = (await getDraft(store)) ?? {};
  };
  return noteView(
    host,
    noteId,
    app,
    (found) => {
      const call = found.calls.find((each) => each.id === id);
      return call ? screen({ ...found, call, store }) : goneCall();
    },
    {
      ui,
      sources: { loaded: once(load) },
      write: async (change) => {
        ui.changes = joined(ui.changes, change(ui.changes));
        await saveDraft(store, ui.changes);
        return undefined;
      },
    },
  );
}

function screen(found: AmendScreen): Template {
  const { call: record, note, patient, app, ui, saver } = found;
  const content = saver.overlay(overlaid(record.fields, ui.changes));
  const may = can("follow_up.amend", app.user, record, app.forms) && canTransition(record.state, "amend", "follow_up");
  const unchanged = !Object.keys(ui.changes).length && t("Nothing has been changed.");
  const call = callOf(found, content, (unit, patch) => saver.set(unit, patch), [
    may ? false : t("Only its author can correct a follow-up."),
    unchanged,
  ]);
  const back = `/calls/${record.id}`;
  const discard = async () => {
    await clearDraft(found.store);
    await navigate(back, { replace: true });
  };
  return html`<div class="page">
    ${noteHead(note, patient, app.forms, `#${back}`)}
    <h2>${t("Amend the follow-up")}</h2>
    ${errorMessage(ui.problem)}
    ${autosaveError(saver)}
    ${callForm(call, found)}
    ${signBar(found, button(t("Discard"), discard, ui.busy), call.why, t("Sign the change"), () => finish(found, call))}
  </div>`;
}

async function finish(
  { call: record, note, patient, ui, attempt, store }: AmendScreen,
  { content, checked, noted }: Call,
) {
  if (!(await flushTyping())) return;
  const kept = draftOf<string>(`reason:${record.id}`);
  const reason = await askText({
    heading: t("Why is it changed?"),
    about: patientName(patient),
    label: t("Why? At least {n} characters.", { n: REASON_MIN }),
    confirm: t("Sign the change"),
    minimum: REASON_MIN,
    kept,
  });
  if (!reason) return;
  await attempt(async () => {
    const opens = checked.flags.length && content.flags?.answer === "open_event" && patient;
    if (opens) await eventUnit(patient, note, { term: checked.flags[0], at: content.about.at });
    await amend(record.id, reason, ui.changes, noted, "follow_up");
    await Promise.all([clearDraft(store), kept.clear()]);
    await navigate(`/calls/${record.id}`, { replace: true });
  });
}
