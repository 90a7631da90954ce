// A draft is discarded where it is edited. The server keeps it as void, with the reason that was chosen.
import { can } from "../../core/permissions.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { voidRecord } from "../../store/edits.js";
import { chips } from "../../ui/controls/chips.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { button, danger, errorMessage, quiet } from "../../ui/layout/page.js";
import { patientName } from "../patient/patient-labels.js";
import type { NoteScreen } from "./note-controller.js";

const reasons = () => [
  t("Opened by mistake"),
  t("Begun for the wrong patient"),
  t("The visit did not take place"),
  t("Written in another note"),
];

/** The button below the visit and the list of what is left, for a draft that this person may discard. */
export function discardButton(found: NoteScreen): Template {
  const { note, app, ui } = found;
  if (note.state !== "draft" || !can("note.void", app.user, note, app.forms)) return nothing;
  return html`${errorMessage(ui.problem)}<div class="cluster">${quiet(t("Discard this draft"), () => discard(found))}</div>`;
}

async function discard({ note, patient, attempt }: NoteScreen) {
  flushTyping();
  let reason: string | null = null;
  const choices = reasons().map((label) => ({ value: label, label }));
  const sure = await openSheet<true>(
    t("Discard this draft?"),
    (close, update) => {
      const onChange = (value: string | null) => {
        reason = value;
        update();
      };
      return html`<div class="stack">
        <p>${t("It is no longer shown or counted, with everything entered in it. A supervisor can take it back into use.")}</p>
        <p class="label" id="discard-why">${t("Why?")}</p>
        ${chips({ choices, value: reason, labelledby: "discard-why", onChange })}
        <div class="sheet-actions">
          ${button(t("Keep the draft"), () => close())}${danger(t("Discard the draft"), () => close(true), !reason)}
        </div></div>`;
    },
    { about: patientName(patient) },
  );
  if (!sure || !reason) return;
  const why: string = reason;
  await attempt(async () => {
    await voidRecord("note", note.id, why, note);
    await navigate(note.patient_id ? `/patients/${note.patient_id}` : "/", { replace: true });
  });
}
