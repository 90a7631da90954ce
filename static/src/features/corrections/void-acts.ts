// What is asked before a record is declared void, proposed for it, or taken back into use.
import { isRealReason, REASON_MIN } from "../../core/reasons.js";
import { openProposal } from "../../core/trace.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { draftOf } from "../../store/drafts.js";
import { proposeVoid, unvoidRecord, voidRecord } from "../../store/edits.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import type { CorrectionScreen } from "./void-buttons.js";

const why = () => t("Why? At least {n} characters and two words.", { n: REASON_MIN });

/** The reason, and where it is kept until the act is stored. */
async function askWhy(
  { record, about }: CorrectionScreen,
  act: string,
  heading: string,
  confirm: string,
  label = why(),
) {
  const kept = draftOf<string>([act, record.id, ...(record.type === "note" ? [] : [record.type])].join(":"));
  const reason = await askText({ heading, about, label, confirm, fits: isRealReason, kept });
  return { kept, reason };
}

const heading = ({ record }: CorrectionScreen) =>
  ({
    note: t("Declare this note void"),
    follow_up: t("Declare this follow-up void"),
    patient: t("Declare this patient void"),
  })[record.type];

export async function declareVoid(screen: CorrectionScreen): Promise<void> {
  const { record, about, attempt } = screen;
  const title = heading(screen);
  const { kept, reason } = await askWhy(screen, "void", title, t("Continue"));
  if (!reason) return;
  const proposal = openProposal(record);
  const sure = await confirmSheet({
    heading: title,
    about,
    body: proposal
      ? t("{name} has proposed it. It is no longer shown or counted. A supervisor can take it back into use.", {
          name: proposal.name,
        })
      : t("It is no longer shown or counted. A supervisor can take it back into use."),
    confirm: t("Declare void"),
    danger: true,
  });
  if (!sure) return;
  await attempt(async () => {
    await voidRecord(record.type, record.id, reason, record);
    await kept.clear();
    if (record.type === "follow_up") await navigate(`/patients/${record.patient_id}`);
  });
}

export async function propose(screen: CorrectionScreen): Promise<void> {
  const { record, attempt } = screen;
  const label = t(
    "Why? At least {n} characters and two words. It was approved: a supervisor who did not write in it decides.",
    {
      n: REASON_MIN,
    },
  );
  const { kept, reason } = await askWhy(screen, "propose", t("Propose to declare void"), t("Propose it"), label);
  if (reason) await attempt(() => proposeVoid(record, reason).then(kept.clear));
}

export async function takeBack(screen: CorrectionScreen): Promise<void> {
  const { record, attempt } = screen;
  const { kept, reason } = await askWhy(screen, "unvoid", t("Take back into use"), t("Take back into use"));
  if (reason) await attempt(() => unvoidRecord(record, reason).then(kept.clear));
}
