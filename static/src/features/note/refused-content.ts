// What the server refused of a note, shown in the note, and taken into the act that is right by now.

import { can } from "../../core/permissions.js";
import { canTransition, isEditable } from "../../core/workflow.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { getDraft, saveDraft } from "../../store/drafts.js";
import { enterAgain } from "../../store/edits.js";
import { discardOp, type Refused } from "../../store/outbox.js";
import { settleFromHere } from "../../sync/quarantine.js";
import type { AppContext, LocalRecord } from "../../types.js";
import type { Attempt } from "../../ui/forms/async-action.js";
import { banner, button, link } from "../../ui/layout/page.js";
import { opContent, opEdits } from "../waiting/op-content.js";
import { opLines } from "../waiting/op-lines.js";
import { mayTreat } from "./note-context.js";
import { joined } from "./note-controller.js";

interface NoteWithRefused {
  note: LocalRecord;
  refused: Refused[];
  app: AppContext;
  attempt: Attempt;
}

export const refusedContent = (found: NoteWithRefused): Template =>
  found.refused.length ? html`${found.refused.map((op) => refusedOp(op, found))}` : nothing;

function refusedOp(op: Refused, { note, app, attempt }: NoteWithRefused): Template {
  const content = opContent(op);
  const way = Object.keys(content).length ? wayOn(note, app) : null;
  return banner(
    "reason",
    html`<strong>${t("Refused by the server, kept on this tablet")}</strong> <span class="quiet">${formatDateTime(op.client_time)}</span>
      <p>${op.error.detail}</p>${opLines(op, app.forms)}`,
    way ? button(way.words, () => attempt(() => way.take(op))) : link(t("Look at it"), "#/waiting"),
  );
}

/** The act by which this person may write in the note as it is now. */
function wayOn(note: LocalRecord, app: AppContext): { words: string; take: (op: Refused) => Promise<void> } | null {
  if (isEditable("note", note.state) && mayTreat(app))
    return {
      words: t("Take into the note"),
      take: (op) => takeUp(op, () => enter(op, note), `/notes/${note.id}/edit`),
    };
  if (can("note.amend", app.user, note, app.forms) && canTransition(note.state, "amend"))
    return {
      words: t("Take into an amendment"),
      take: (op) => takeUp(op, () => prefill(op, note), `/notes/${note.id}/amend`),
    };
  return null;
}

const enter = (op: Refused, note: LocalRecord) => enterAgain("note", note.id, opEdits(op), op.base_rev);

async function prefill(op: Refused, note: LocalRecord) {
  const key = `amend:${note.id}`;
  const begun = await getDraft(key);
  const changes = joined(begun?.changes ?? {}, opContent(op));
  await saveDraft(key, { reason: begun?.reason || op.reason || "", changes });
}

/** The refused op goes only when its content is durable elsewhere on this tablet. */
async function takeUp(op: Refused, write: () => Promise<unknown>, next: string) {
  await write();
  await discardOp(op.op_id);
  settleFromHere(op.op_id, t("Taken up on the tablet"));
  navigate(next);
}
