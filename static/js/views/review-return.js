import { openSheet } from "../components/dialog.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { clearDraft, getDraft, saveDraft } from "../store/drafts.js";
import { unitLabel } from "../store/forms.js";

const FEW = 3;

/** Asks what is to be corrected and where: {comment, unit|null}, or null when the reviewer thinks better of it. What is typed is kept. */
export async function askReturn(note) {
  const key = `return:${note.id}`;
  const said = { comment: "", unit: "", ...(await getDraft(key)) };
  const units = Object.keys(note.fields).filter((unit) => !/^(reason|override):/.test(unit));
  const keep = (news, update) => {
    Object.assign(said, news);
    saveDraft(key, said);
    update();
  };
  const sure = await openSheet(t("Return for correction"), (close, update) => html`
    <form class="stack" @submit=${(event) => {
      event.preventDefault();
      close(true);
    }}>
      <label class="field"><span class="label">${t("What should be corrected?")}</span>
        <textarea autofocus required rows="3" .value=${said.comment} @input=${(event) => keep({ comment: event.target.value }, update)}></textarea>
        <span class="hint">${t("The author sees this beside the section, and on the home page.")}</span></label>
      <label class="field"><span class="label">${t("Where")}</span>
        <select @change=${(event) => keep({ unit: event.target.value }, update)}>
          <option value="" ?selected=${!said.unit}>${t("The note as a whole")}</option>
          ${units.map((unit) => html`<option value=${unit} ?selected=${said.unit === unit}>${unitLabel("note", unit)}</option>`)}
        </select></label>
      <button class="button button--primary" ?disabled=${said.comment.trim().length < FEW}>${t("Return to the author")}</button>
    </form>`);
  if (!sure) return null;
  await clearDraft(key);
  return { comment: said.comment.trim(), unit: said.unit || null };
}
