// The history of a note exists on the server only: this request fails offline.

import { request } from "../api.js";
import type { Unit } from "../types.js";

/**
 * One op of the note as the server keeps it, with each unit it changed; `before` of a new unit and `after` of a removed
 * one are null.
 */
export interface Revision {
  rev: number;
  op_id: string;
  kind: string;
  state: string;
  version: number;
  author_id: string;
  author_name: string;
  device_id: string | null;
  client_time: string | null;
  server_time: string;
  reason: string | null;
  content_hash: string;
  changes: { unit: string; before: Unit | null; after: Unit | null }[];
}

export interface RevisionPage {
  items: Revision[];
  /** The cursor of the next page. */
  next: string | null;
}

/** A page of the revisions, the latest first. */
export const listRevisions = (noteId: string, cursor: string | null): Promise<RevisionPage> =>
  request(`/notes/${noteId}/revisions`, { query: { cursor, limit: 50 } });
