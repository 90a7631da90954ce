// One follow-up to read, with what a person may do with it: note it, correct their own, withdraw it.
import { isFlagged } from "../../core/follow-up.js";
import { type Action, can } from "../../core/permissions.js";
import { redFlags } from "../../core/red-flags.js";
import { canTransition } from "../../core/workflow.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, one, withPatients } from "../../live-query.js";
import { acknowledgeFollowUp } from "../../store/edits.js";
import type { Refused } from "../../store/outbox.js";
import { watchStatus } from "../../store/status.js";
import type { ById } from "../../store/summaries.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext, Content, LocalRecord, Status } from "../../types.js";
import { type Attempt, attempts } from "../../ui/forms/async-action.js";
import { findingTemplate } from "../../ui/forms/finding.js";
import { backLink, banner, bar, errorMessage, link, page, primary } from "../../ui/layout/page.js";
import { type CorrectionScreen, voidBanner, voidButton } from "../corrections/void-buttons.js";
import { noForms } from "../note/note-context.js";
import { contentLines } from "../note-record/content-lines.js";
import { signatures } from "../note-record/note-lights.js";
import { noteLines } from "../note-record/note-lines.js";
import { askForAbsent } from "../patient/absent.js";
import { signedAs } from "../patient/identity.js";
import { patientName } from "../patient/patient-labels.js";
import { type Attached, attachedContent, attachedTo, refusedHere, refusedOf } from "../waiting/of-record.js";
import { callSections, flagNames, goneCall, labelOf } from "./follow-up-form.js";
import { callStateLabel } from "./follow-up-labels.js";

interface Reading {
  call: LocalRecord;
  patients: ById;
  status: Status;
  refused: Refused[];
  attached: Attached;
  app: AppContext;
  problem: string;
  attempt: Attempt;
}

export const title = () => t("Follow-up");

export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  const ui = { problem: "" };
  let absent: (() => Template) | undefined;
  const sources = {
    read: withPatients(one("follow_up", id), (call) => [call?.patient_id]),
    status: watchStatus,
    refused: refusedOf("follow_up", id),
    attached: attachedTo(id),
  };
  return liveView(host, sources, ({ read: { found: call, patients }, ...more }, redraw) => {
    if (!callSections(app).length) return noForms();
    if (call) return screen({ ...more, call, patients, app, problem: ui.problem, attempt: attempts(ui, redraw) });
    absent ??= askForAbsent(() => readIfThere(id), goneCall, redraw);
    return absent();
  });
}

function screen(reading: Reading): Template {
  const { call, patients, app, problem, refused, attached, status } = reading;
  const { fields, state } = call;
  const gone = state === "void";
  const patient = patients.get(call.patient_id ?? "");
  const noteId = fields.about?.note_id;
  return page(
    patientName(patient),
    html`<p><b>${t("Follow-up")}</b> · ${callStateLabel(state)} · ${call.author_name}</p>${signedAs(call, patient)}
    ${errorMessage(problem)}
    ${gone ? banner("info", t("This follow-up was declared void. What it held is kept by the server and no longer shown.")) : nothing}
    ${voidBanner(voidScreen(reading))}
    ${refusedHere(refused, app.forms)}
    ${call.local?.created ? nothing : attachedContent(attached, app.forms, status)}
    ${flagged(call, app)}
    ${(call.findings ?? []).map((finding) => findingTemplate(finding, { content: fields, sealed: true, disabled: true, answered: answerOf(fields), labelOf: labelOf(callSections(app)) }))}
    ${noteLines(contentLines("follow_up", fields, app.forms), { columns: true })}
    ${signatures(call)}
    <p class="row-links">${noteId ? html`<a href="#/notes/${noteId}">${t("The note of the visit")}</a>` : nothing}<a href="#/patients/${call.patient_id}">${t("Patient")}</a></p>
    ${keys(reading)}`,
    backLink(noteId ? `#/notes/${noteId}` : "#/", t("Back|button")),
  );
}

const voidScreen = ({ call, patients, app, attempt }: Reading): CorrectionScreen => ({
  record: call as CorrectionScreen["record"],
  about: patientName(patients.get(call.patient_id ?? "")),
  app,
  attempt,
});

/** With the red flags, everything that asks for a reason has been answered. */
const answerOf = ({ flags }: Content): string | null =>
  flags?.answer ? (flags.answer === "open_event" ? t("Adverse event opened") : t("Reason given")) : null;

function flagged({ fields }: LocalRecord, { forms }: AppContext): Template {
  if (!isFlagged(fields)) return nothing;
  const flags = redFlags(fields.seen ?? {}, fields.about.point, forms.limits);
  return banner(
    "block",
    html`<strong>${t("Red flag")}: ${flagNames(flags.length ? flags : ["other"], forms.record_types.patient.sections)}</strong>`,
  );
}

function keys(reading: Reading): Template {
  const { call, app, attempt } = reading;
  const may = (action: Action, op: string) =>
    can(action, app.user, call, app.forms) && canTransition(call.state, op, "follow_up");
  const { about } = call.fields;
  return bar(
    voidButton(voidScreen(reading)),
    may("follow_up.amend", "amend") && link(t("Amend"), `#/calls/${call.id}/amend`, "edit"),
    may("follow_up.patch", "patch") && link(t("Continue"), `#/follow-up/${about?.note_id}/${about?.point}`, "edit"),
    may("follow_up.acknowledge", "acknowledge") &&
      primary(t("Noted"), () => attempt(() => acknowledgeFollowUp(call.id, call)), false, "check"),
  );
}
