// The tablet locks itself when nobody has touched it for as long as the clinic says. What is typed is stored first; what
// cannot be stored would be lost, so the screen then stays open.

import { idleFor } from "../../api.js";
import { storedSoon, workDone, writeHeld } from "../../lib/pending.js";
import { isPicking, shownAgain } from "../../lib/picking.js";
import { navigate } from "../../router.js";
import { currentForms } from "../../store/forms.js";
import { lock, session } from "../../store/session.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { rememberScreen } from "./last-screen.js";

const CHECK_MS = 5_000;

let locking = false;

/** Checks every few seconds, and as soon as the page is shown again. */
export function lockWhenIdle() {
  setInterval(lockIfIdle, CHECK_MS);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) shownAgain();
    lockIfIdle();
  });
}

function lockIfIdle() {
  const minutes = currentForms()?.settings?.lock_minutes ?? session()?.keys?.lock_minutes;
  if (locking || !minutes || isPicking() || idleFor() < minutes * 60_000) return;
  locking = true;
  lockHere().finally(() => {
    locking = false;
  });
}

async function lockHere() {
  void flushTyping();
  writeHeld();
  await workDone();
  if (!(await storedSoon())) return;
  rememberScreen();
  await lock();
  await navigate("/sign-in", { replace: true });
}
