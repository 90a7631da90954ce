// A supervisor approves a box of serum for freshly needled skin, and withdraws that (core/shelf.ts says what counts).
import { asShown } from "../../core/merge.js";
import { can } from "../../core/permissions.js";
import { APPROVAL, isApproved, mayBeApproved, readOn } from "../../core/shelf.js";
import { formatDate, today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import { setFields } from "../../store/edits.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { dotted } from "../../ui/layout/page.js";
import { askBox } from "./shelf-box.js";
import { itemOf } from "./shelf-labels.js";

export const mayApprove = ({ user, forms }: Pick<AppContext, "user" | "forms">) =>
  can("lot.approve", user, null, forms);

/** Whether the box is approved, or what it was approved as is no longer what it says; empty for any other box. */
export function approvalWords(box: LocalRecord): string {
  const { on } = box.fields[APPROVAL] ?? {};
  if (isApproved(box.fields)) return t("approved for freshly needled skin {date}", { date: formatDate(on) });
  return on && itemOf(box).kind === "serum" ? t("corrected since its approval, approve it again") : "";
}

const yesOrNo = (box: LocalRecord) => (itemOf(box).sterile === "yes" ? t("Yes") : t("No"));

/** Asks the supervisor, who compares with the box; one that does not say whether it is sterile is completed first. */
export async function approve(box: LocalRecord, by: string): Promise<void> {
  if (!mayBeApproved(itemOf(box))) {
    await askBox(box, t("Enter whether this serum is sterile, then approve it."));
    return;
  }
  const sure = await confirmSheet({
    heading: t("Approve this box for freshly needled skin?"),
    about: dotted(itemOf(box).product, `${t("LOT")} ${itemOf(box).lot}`, `${t("Sterile")}: ${yesOrNo(box)}`),
    body: t(
      "Notes that use this box within 10 minutes of needling then no longer warn about it. A serum with vitamin C still needs a reason at every visit.",
    ),
    confirm: t("Approve"),
  });
  if (!sure) return;
  const values = { ...readOn(itemOf(box)), by, on: today() };
  await setFields("lot", box.id, APPROVAL, values, asShown(box, [APPROVAL]));
}

export async function withdrawApproval(box: LocalRecord): Promise<void> {
  const none = Object.fromEntries(Object.keys(box.fields[APPROVAL] ?? {}).map((name) => [name, null]));
  await setFields("lot", box.id, APPROVAL, none, asShown(box, [APPROVAL]));
}
