import { awaitsSupervisor } from "../../core/answers.js";
import { isLongEnough, REASON_MIN } from "../../core/reasons.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import type { LocalRecord } from "../../types.js";
import { LONGEST_COMMENT, textLimit } from "../../ui/controls/text-limit.js";
import { formSheet } from "../../ui/forms/form-sheet.js";
import { patientName } from "../patient/patient-labels.js";
import type { QueueEntry } from "./review-queue.js";

/** The comment, and what is to be called once the decision is stored. */
interface ApprovalWords {
  comment: string;
  stored: () => Promise<unknown>;
}

/**
 * The comment of an approval. What should not have been done and was done needs the supervisor's own words; otherwise
 * it is empty and nothing is asked. Null when the sheet is dismissed; typed text is kept until the decision is stored.
 */
export async function askApproval(
  { note, findings }: QueueEntry,
  patient: LocalRecord | undefined,
): Promise<ApprovalWords | null> {
  const waiting = findings.filter((finding) => awaitsSupervisor(finding, note.fields));
  if (!waiting.length) return { comment: "", stored: async () => {} };
  const draft = draftOf<{ comment: string }>(`approve:${note.id}`);
  const said = { comment: "" };
  const sure = await formSheet(t("Approve what was done"), said, {
    fields: ({ set }) => html`
      <ul>${[...new Set(waiting.map(({ message }) => message))].map((message) => html`<li>${message}</li>`)}</ul>
      <label class="field"><span class="label">${t("Your assessment, in your own words")}</span>
        <textarea autofocus required rows="3" maxlength=${LONGEST_COMMENT} .value=${said.comment} @input=${(event: Event) => set("comment")((event.currentTarget as HTMLTextAreaElement).value)}></textarea>
        <span class="hint">${t("At least {n} characters.", { n: REASON_MIN })}</span></label>
      ${textLimit(said.comment, LONGEST_COMMENT)}`,
    ready: () => isLongEnough(said.comment),
    save: () => true,
    confirm: t("Approve"),
    about: patientName(patient),
    kept: draft,
    later: true,
  });
  return sure ? { comment: said.comment.trim(), stored: draft.clear } : null;
}
