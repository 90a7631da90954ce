// Why a note stands where it stands in the queue.
import { t } from "../../lib/i18n.js";
import { severityWord } from "../../ui/forms/finding.js";
import { type QueueEntry, weighed } from "./review-queue.js";

/** Postponed notes come last; the others go by the most severe of what is to be looked at, then by the day of the visit. */
export function placeWords({ first }: Pick<QueueEntry, "first">, isPostponed: boolean): string {
  if (isPostponed) return t("You put this note off: it comes after the others.");
  if (!first) return t("No finding to look at: after those with one, the earliest visit first.");
  const words = { severity: severityWord(weighed(first)), finding: first.message };
  return t("Its place comes from “{severity}”: {finding} Within the same severity the earliest visit is first.", words);
}
