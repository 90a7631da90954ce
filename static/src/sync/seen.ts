// Sends what was opened or printed on the tablet, for the audit trail.

import { ApiError, request } from "../api.js";
import type { Database } from "../store/db.js";
import { ownerOf } from "../store/local.js";
import { markSent, unsentSeen } from "../store/seen.js";

const MOST = 200;

/** With the login of the person who looked. What the server refuses stays; a missing login is the cycle's to deal with. */
export async function sendSeen(db: Database): Promise<void> {
  for (;;) {
    const items = await unsentSeen(db, MOST);
    if (!items.length) return;
    try {
      await request("/audit/seen", { method: "POST", body: { items }, owner: ownerOf(db) });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 401) throw error;
      return;
    }
    await markSent(items, db);
  }
}
