// The history of a note lives on the server alone: this asks it directly and fails without it.

import { request } from "../api.js";

/** A page of what was written, the latest first. */
export const listRevisions = (noteId: string, cursor: string | null) =>
  request(`/notes/${noteId}/revisions`, { query: { cursor, limit: 50 } });
