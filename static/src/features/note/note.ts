import { completedBy } from "../../core/context.js";
import { STOPPED } from "../../core/given.js";
import { type Action, can } from "../../core/permissions.js";
import { canTransition, isEditable } from "../../core/workflow.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { draftOf } from "../../store/drafts.js";
import type { Refused } from "../../store/outbox.js";
import { type PictureRow, watchPictures } from "../../store/pictures.js";
import { saveAsProtocol } from "../../store/protocols.js";
import { watchStatus } from "../../store/status.js";
import type { AppContext, Status } from "../../types.js";
import { askText } from "../../ui/controls/dialog.js";
import { cardTemplate } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import { banner, bar, button, errorMessage, primaryLink } from "../../ui/layout/page.js";
import { noteButtons } from "../corrections/filing-buttons.js";
import { type CorrectionScreen, voidBanner, voidButton } from "../corrections/void-buttons.js";
import { followUpCards } from "../follow-up/follow-up-cards.js";
import { callsOf } from "../follow-up/follow-up-labels.js";
import { contentLines } from "../note-record/content-lines.js";
import { laterLines } from "../note-record/later.js";
import { type HistoryState, history } from "../note-record/note-history.js";
import { changedAfterSigning, lights, reviewComment, signatures } from "../note-record/note-lights.js";
import { noteLines, zonePicture } from "../note-record/note-lines.js";
import { reviewRounds } from "../note-record/review-rounds.js";
import { traceLines } from "../note-record/trace-lines.js";
import { split } from "../note-record/unchecked.js";
import { dayAndVisit, noteHref } from "../note-record/visit-labels.js";
import { signedConsentText } from "../note-sections/consent-text.js";
import { openEvent } from "../patient/open-event.js";
import { photoStrip } from "../photos/photo-strip.js";
import { patientName } from "../patient/patient-labels.js";
import { type Attached, attachedContent, attachedTo, refusedOf } from "../waiting/of-record.js";
import { copiedSummary } from "./copied-values.js";
import { mayTreat } from "./note-context.js";
import { conflictLink, modelOf, type NoteScreen, noteView } from "./note-controller.js";
import { noteHead } from "./note-head.js";
import { refusedContent } from "./refused-content.js";

export const title = () => t("Note");

type ReadScreen = NoteScreen<{ history: HistoryState | null }> & {
  status: Status;
  refused: Refused[];
  attached: Attached;
  photos: PictureRow[];
};

export const view = (host: HTMLElement, { id }: { id: string }, app: AppContext) =>
  noteView(host, id, app, screen, {
    ui: { history: null },
    sources: {
      status: watchStatus,
      refused: refusedOf("note", id),
      attached: attachedTo(id),
      photos: (listener: (rows: PictureRow[]) => void) => watchPictures(listener, id),
    },
  });

function screen(found: ReadScreen): Template {
  const { note, patient, conflicts, app, ui, people } = found;
  const { fields } = note;
  const gone = note.state === "void";
  const model = modelOf(found, fields, { disabled: true });
  const { said, unchecked } = split(model.judged.cards);
  return html`<div class="page page--wide note-read">
    ${noteHead(note, patient, app.forms, `#/patients/${note.patient_id}`)}
    ${changedAfterSigning(note, found.redraw)}${lights(note, found.photos.length)}
    ${errorMessage(ui.problem)}
    ${refusedContent(found)}
    ${conflictLink(conflicts, t("{n} conflicting edits in this note, to resolve", { n: conflicts.length }))}
    ${reviewComment(note)}${voidBanner(voidScreen(found))}
    ${gone ? nothing : laterLines(note, found.notes)}
    ${
      gone
        ? banner("info", t("This note was declared void. What it held is kept by the server and no longer shown."))
        : html`${said.map((card) => cardTemplate(card, { ...model.form.findingOptions, sealed: true }))}
          ${unchecked}${touchUpLine(found)}${copiedSummary(fields)}${photoStrip(note, found.notes, app.forms)}
          <div class="read-columns">${zonePicture(fields, app.forms)}${noteLines(contentLines("note", fields, app.forms, people), { columns: true })}</div>${signedConsentText(fields, app.forms)}`
    }
    ${note.local?.created ? nothing : attachedContent(found.attached, app.forms, found.status)}
    ${signatures(note)}${reviewRounds(note)}${traceLines(note)}${noteButtons(voidScreen(found))}
    ${followUps(found)}
    ${gone || !mayTreat(app) ? nothing : html`<div class="cluster no-print">${button(t("Keep as protocol"), () => keepAsProtocol(found))}</div>`}
    ${history(found)}
    ${keys(found)}
  </div>`;
}

/** The visit that a touch-up completes. */
function touchUpLine({ note, notes }: ReadScreen): Template {
  const named = notes.find(({ id }) => id === completedBy(note.fields));
  return named
    ? html`<p class="quiet">${t("Touch-up of")} <a href=${noteHref(named)}>${dayAndVisit(named)}</a></p>`
    : nothing;
}

const FOLLOWED_UP = ["treated", STOPPED];
const voidScreen = ({ note, patient, app, attempt }: ReadScreen): CorrectionScreen => ({
  record: note as CorrectionScreen["record"],
  about: patientName(patient),
  app,
  attempt,
});
const maySign = ({ note, app }: ReadScreen) => can("note.sign", app.user, note, app.forms);
const mayAmend = ({ note, app }: ReadScreen) =>
  can("note.amend", app.user, note, app.forms) && canTransition(note.state, "amend");

/** What is seen or heard later is a record of its own, so the signed note stays unchanged. */
function followUps({ note, patient, calls, app }: ReadScreen): Template {
  if (!FOLLOWED_UP.includes(note.fields.visit?.performed) && !callsOf(note, calls).length) return nothing;
  const event = patient && can("patient.patch", app.user, patient, app.forms);
  return followUpCards(
    { note, patient, calls, app },
    event
      ? html`<button type="button" class="chip" @click=${() => openEvent(patient, note)}>${icon("plus", 18)}${t("Adverse event")}</button>`
      : nothing,
  );
}

function keys(found: ReadScreen): Template {
  const { note, app } = found;
  const mine = maySign(found);
  const may = (action: Action, op: string) => can(action, app.user, note, app.forms) && canTransition(note.state, op);
  const to = (path: string, words: string, mark: string, look = "button") =>
    html`<a class=${look} href="#/notes/${note.id}/${path}">${icon(mark)}${words}</a>`;
  return bar(
    voidButton(voidScreen(found)),
    note.state !== "void" && button(t("Print"), () => print(), false, "print"),
    mayAmend(found) && to("amend", t("Amend"), "edit"),
    isEditable("note", note.state) &&
      can("note.patch", app.user, note, app.forms) &&
      to("edit", t("Edit"), "edit", mine ? "button" : "button button--primary"),
    may("note.sign", "sign") && primaryLink(t("Review and sign"), `#/notes/${note.id}/sign`),
    may("note.approve", "approve") && primaryLink(t("Review"), `#/review/${note.id}`),
  );
}

async function keepAsProtocol({ note, attempt }: ReadScreen) {
  const kept = draftOf<string>(`protocol:new:${note.id}`);
  const name = await askText({
    heading: t("Keep as protocol"),
    label: t(
      "Its name. How it was done is kept; lots, times, observations, consent and what was answered that day are not.",
    ),
    confirm: t("Keep the protocol"),
    kept,
  });
  if (!name) return;
  await attempt(async () => {
    await saveAsProtocol(note, name);
    await kept.clear();
    await navigate("/protocols");
  });
}
