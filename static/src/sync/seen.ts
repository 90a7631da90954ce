// What was opened or printed on the tablet becomes rows of the audit trail.

import { ApiError, request } from "../api.js";
import type { Database } from "../store/db.js";
import { ownerOf } from "../store/local.js";
import { told, untold } from "../store/seen.js";

const MOST = 200;

/** With the login of the person who looked. What the server refuses for another reason than the login stays. */
export async function tellSeen(db: Database): Promise<void> {
  for (;;) {
    const items = await untold(db, MOST);
    if (!items.length) return;
    try {
      await request("/audit/seen", { method: "POST", body: { items }, owner: ownerOf(db) });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status === 401) throw error;
      return;
    }
    await told(items, db);
  }
}
