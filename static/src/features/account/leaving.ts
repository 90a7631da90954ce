// Before a screen is left, what was typed on it is stored.

import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { pendingCount, storedSoon, workDone, writeHeld } from "../../lib/pending.js";
import { navigate } from "../../router.js";
import { lock } from "../../store/session.js";
import { giveUp } from "../../store/status.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { danger, primary } from "../../ui/layout/page.js";

let asking: Promise<boolean> | null = null;

/**
 * Whether this screen may be left: typed text is stored first, and the person is asked about text that could not be
 * stored.
 */
export function mayLeave(): boolean | Promise<boolean> {
  void flushTyping();
  writeHeld();
  if (!pendingCount()) return true;
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<boolean> {
  if (await storedSoon()) return true;
  const answer = await openSheet(
    t("Not saved on this tablet"),
    (close) => html`<div class="stack">
    <p>${t("Your last entry could not be saved. It is lost if you leave this page.")}</p>
    <div class="sheet-actions">${danger(t("Leave without saving"), () => close("leave"))}${primary(t("Stay on this page"), () => close())}</div></div>`,
  );
  if (answer !== "leave") return false;
  giveUp();
  return true;
}

/** Locks the tablet, for this person or for somebody else, and shows the tiles. What is typed is stored first. */
export async function lockTablet(): Promise<void> {
  await workDone();
  if (!(await mayLeave())) return;
  await lock(true);
  await navigate("/sign-in");
}
