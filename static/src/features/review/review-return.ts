import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { clearDraft, getDraft, saveDraft } from "../../store/drafts.js";
import { unitLabel } from "../../store/forms.js";
import type { LocalRecord } from "../../types.js";
import { sameScreen } from "../../ui/controls/dialog.js";
import { LONGEST_COMMENT, textLimit } from "../../ui/controls/text-limit.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { patientName } from "../patient/patient-labels.js";

/** What the reviewer wants corrected; `unit` is null for the note as a whole. */
export interface ReturnWords {
  comment: string;
  unit: string | null;
}

const FEW = 3;

/** Asks what is to be corrected and where; settles with null when the sheet is dismissed. Typed text is kept. */
export async function askReturn(note: LocalRecord, patient: LocalRecord | undefined): Promise<ReturnWords | null> {
  const key = `return:${note.id}`;
  const stays = sameScreen();
  const said: { comment: string; unit: string } = { comment: "", unit: "", ...(await getDraft(key)) };
  if (!stays()) return null;
  const units = Object.keys(note.fields).filter((unit) => !/^(reason|override):/.test(unit));
  const sure = await formSheet(t("Return for correction"), said, {
    fields: ({ set }) => {
      const kept = (name: "comment" | "unit") => (event: Event) => {
        set(name)((event.currentTarget as HTMLTextAreaElement | HTMLSelectElement).value);
        saveDraft(key, said);
      };
      return html`
        <label class="field"><span class="label">${t("What should be corrected?")}</span>
          <textarea autofocus required rows="3" maxlength=${LONGEST_COMMENT} .value=${said.comment} @input=${kept("comment")}></textarea>
          <span class="hint">${t("The author sees this beside the section, and on the home page.")}</span></label>
        ${textLimit(said.comment, LONGEST_COMMENT)}
        <label class="field"><span class="label">${t("Where")}</span>
          <select @change=${kept("unit")}>
            <option value="" ?selected=${!said.unit}>${t("The note as a whole")}</option>
            ${units.map((unit) => html`<option value=${unit} ?selected=${said.unit === unit}>${unitLabel("note", unit)}</option>`)}
          </select></label>`;
    },
    ready: () => said.comment.trim().length >= FEW,
    save: () => true,
    confirm: t("Return to the author"),
    about: patientName(patient),
  });
  if (!sure) return null;
  await clearDraft(key);
  return { comment: said.comment.trim(), unit: said.unit || null };
}
