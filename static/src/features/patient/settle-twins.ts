import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import type { Pair } from "../../store/scope.js";
import { settleTwins } from "../../sync/twins.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import { saidBy } from "../../ui/forms/async-action.js";

/** As on the server. */
const LEAST_REASON = 3;

const words = (error: unknown) => saidBy(t("This is kept on the server, which cannot be reached now."))(error);

/** Asks why they are two people; what was written stays until the server has it. */
export async function askTwo(pair: Pair, about: string): Promise<void> {
  const kept = draftOf<string>(`twins:${pair.join(":")}`);
  const reason = await askText({
    heading: t("Two different people?"),
    about,
    label: t("How do you know? The reason is kept with both records, and nobody is asked again."),
    confirm: t("They are two people"),
    minimum: LEAST_REASON,
    kept,
  });
  if (!reason) return;
  try {
    await settleTwins(pair, reason);
  } catch (error) {
    if (await confirmSheet({ heading: t("Not saved"), body: words(error), confirm: t("Try again"), about }))
      return askTwo(pair, about);
    return;
  }
  await kept.clear();
}
