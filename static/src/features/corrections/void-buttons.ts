// Declaring a record void, for the page of a note or a follow-up: the buttons, and the proposal that waits.
import { type Action, can } from "../../core/permissions.js";
import { openProposal } from "../../core/trace.js";
import { canTransition } from "../../core/workflow.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { keepRecord } from "../../store/edits.js";
import type { AppContext, LocalRecord } from "../../types.js";
import type { Attempt } from "../../ui/forms/async-action.js";
import { banner, button, quiet } from "../../ui/layout/page.js";

/** The record, whose patient the sheets name, and how the screen tries an action. */
export interface CorrectionScreen {
  record: LocalRecord & { type: "note" | "follow_up" | "patient" };
  about: string;
  app: AppContext;
  attempt: Attempt;
}

export const acts = () => import("../../chunks/corrections.js");

export const may = ({ record, app }: CorrectionScreen, op: string) =>
  can(`${record.type}.${op}` as Action, app.user, record, app.forms) && canTransition(record.state, op, record.type);

/** Declare void, propose it, or take it back: what this person may do now. */
export function voidButton(screen: CorrectionScreen): Template | false {
  const { record } = screen;
  const ask = (name: "declareVoid" | "propose" | "takeBack") => async () => (await acts())[name](screen);
  if (may(screen, "unvoid") && !record.trace?.some(isUnsentUnvoid(record)))
    return button(t("Take back into use"), ask("takeBack"));
  if (may(screen, "void")) return quiet(t("Declare void"), ask("declareVoid"));
  return may(screen, "propose_void") && !openProposal(record) && quiet(t("Propose to declare void"), ask("propose"));
}

const isUnsentUnvoid =
  ({ state, pending }: LocalRecord) =>
  ({ kind }: { kind: string }) =>
    kind === "unvoid" && state === "void" && pending > 0;

/** Who proposes to declare it void and why, with the button to decline; that it is about to be taken back. */
export function voidBanner(screen: CorrectionScreen): Template {
  const { record, app, attempt } = screen;
  if (record.trace?.some(isUnsentUnvoid(record)))
    return banner("info", t("It will be back in use when the server has received this."));
  const proposal = openProposal(record);
  if (!proposal) return nothing;
  const mine = proposal.by === app.user.id;
  const who = mine
    ? t("You propose to declare this void")
    : t("{name} proposes to declare this void", { name: proposal.name });
  return banner(
    "reason",
    html`<strong>${who}</strong><p>“${proposal.reason}”</p>
      <p class="hint">${t("It was approved, so a second person decides: a supervisor who did not write in it.")}</p>`,
    may(screen, "keep")
      ? button(mine ? t("Withdraw the proposal") : t("Keep it"), () => attempt(() => keepRecord(record)))
      : nothing,
  );
}
