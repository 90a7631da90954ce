import { listRevisions, type RevisionPage } from "../../sync/revisions.js";
import type { ConflictAbout } from "./conflict-labels.js";

/** Who wrote what stands on the server. */
export interface Writer {
  id: string;
  name: string;
  at: string;
}

/** Pages of the history that are read at most. */
const FAR = 10;

/** Who last wrote the section of a note; null of anything else. Rejects where the server cannot be reached. */
export async function lastWriter({ record_type: type, record_id: id, unit }: ConflictAbout): Promise<Writer | null> {
  if (type !== "note" || !unit) return null;
  let cursor: string | null = null;
  for (let page = 0; page < FAR; page++) {
    const { items, next }: RevisionPage = await listRevisions(id, cursor);
    const last = items.find(({ changes }) => changes.some((change) => change.unit === unit));
    if (last) return { id: last.author_id, name: last.author_name, at: last.server_time };
    if (!next) return null;
    cursor = next;
  }
  return null;
}
