// The tablet locks itself when nobody has touched it for as long as the clinic says. What is typed is stored first; while
// something cannot be stored, the screen stays, for it would be lost.

import { idleFor } from "../../api.js";
import { pendingCount, settled } from "../../lib/pending.js";
import { navigate } from "../../router.js";
import { lock, session } from "../../store/session.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { wantThis } from "./wanted.js";

const LOOK = 5_000;
const HANGS = 2_000;

let locking = false;

/** Also when the screen comes back, before anything else is done with it. */
export function lockWhenIdle() {
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
}

function look() {
  const minutes = session()?.keys?.lock_minutes;
  if (locking || !minutes || idleFor() < minutes * 60_000) return;
  locking = true;
  lockHere().finally(() => {
    locking = false;
  });
}

async function lockHere() {
  void flushTyping();
  await Promise.race([settled(), new Promise((go) => setTimeout(go, HANGS))]);
  if (pendingCount()) return;
  wantThis();
  await lock();
  await navigate("/sign-in", { replace: true });
}
