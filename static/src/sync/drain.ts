// The person was disabled or the tablet blocked: for two weeks the server still takes what is unsent, and keeps it for a
// supervisor. Nothing is read from it.

import { ApiError, syncRequest } from "../api.js";
import { appVersion, device } from "../store/device.js";
import { getMeta, me, setMeta } from "../store/local.js";
import { waitingNow } from "../store/queue.js";
import type { Op, ShutOut } from "../types.js";
import { deliver } from "./push.js";

/** With these the server refuses whoever asks; it is not asked again before the next cycle. */
const REFUSED = new Set([401, 403]);

/** The server does not take this login. Whether it is shut out is asked without content; then all that waits is sent. */
export async function drain() {
  try {
    const { until, reason } = await ask([]);
    await remember({ until, reason, over: false });
    await deliver(ask);
    await ask([]);
  } catch (error) {
    if (!(error instanceof ApiError) || !REFUSED.has(error.status)) throw error;
    const over = error.code === "drain_over";
    await remember(over ? { until: error.problem.until ?? null, reason: null, over } : null);
  }
}

/** The login is good. */
export const admitted = () => remember(null);

async function ask(ops: Op[]) {
  const body = { proto: 1, app: appVersion(), ...(await waitingNow(ops)), ops };
  const query = new URLSearchParams({ user_id: me().user.id, device_id: device().id });
  return syncRequest(`drain?${query}`, { method: "POST", body, timeout: 60_000 });
}

/** Written only when it changes, for a write makes the screens count again. */
async function remember(shutOut: ShutOut | null) {
  const known = (await getMeta("shutOut")) ?? null;
  if (JSON.stringify(known) !== JSON.stringify(shutOut)) await setMeta({ shutOut });
}
