import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import { unitLabel } from "../../store/forms.js";
import type { LocalRecord } from "../../types.js";
import { LONGEST_COMMENT, textLimit } from "../../ui/controls/text-limit.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { patientName } from "../patient/patient-labels.js";

/** What the reviewer wants corrected; `unit` is null for the note as a whole. */
export interface ReturnWords {
  comment: string;
  unit: string | null;
  /** To be called once the decision is stored. */
  stored: () => Promise<unknown>;
}

const FEW = 3;

/**
 * Asks what is to be corrected and where; settles with null when the sheet is dismissed. Typed text is kept until the
 * decision is stored.
 */
export async function askReturn(note: LocalRecord, patient: LocalRecord | undefined): Promise<ReturnWords | null> {
  const draft = draftOf<{ comment: string; unit: string }>(`return:${note.id}`);
  const said = { comment: "", unit: "" };
  const units = Object.keys(note.fields).filter((unit) => !/^(reason|override):/.test(unit));
  const sure = await formSheet(t("Return for correction"), said, {
    fields: ({ set }) => {
      const written = (name: "comment" | "unit") => (event: Event) =>
        set(name)((event.currentTarget as HTMLTextAreaElement | HTMLSelectElement).value);
      return html`
        <label class="field"><span class="label">${t("What should be corrected?")}</span>
          <textarea autofocus required rows="3" maxlength=${LONGEST_COMMENT} .value=${said.comment} @input=${written("comment")}></textarea>
          <span class="hint">${t("The author sees this beside the section, and on the home page.")}</span></label>
        ${textLimit(said.comment, LONGEST_COMMENT)}
        <label class="field"><span class="label">${t("Where")}</span>
          <select @change=${written("unit")}>
            <option value="" ?selected=${!said.unit}>${t("The note as a whole")}</option>
            ${units.map((unit) => html`<option value=${unit} ?selected=${said.unit === unit}>${unitLabel("note", unit)}</option>`)}
          </select></label>`;
    },
    ready: () => said.comment.trim().length >= FEW,
    save: () => true,
    confirm: t("Return to the author"),
    about: patientName(patient),
    kept: draft,
    later: true,
  });
  return sure ? { comment: said.comment.trim(), unit: said.unit || null, stored: draft.clear } : null;
}
