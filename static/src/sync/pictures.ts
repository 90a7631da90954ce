// Photos go up after all text, one at a time, and come down when somebody looks at them.

import { ApiError, download, Offline, request } from "../api.js";
import type { Database } from "../store/db.js";
import { device } from "../store/device.js";
import { ownerOf } from "../store/local.js";
import {
  dropSent,
  markRefused,
  markSent,
  type PictureRow,
  readFile,
  settleUnnamed,
  toSend,
} from "../store/pictures.js";

/** A cycle sends for so long; the next one begins at once, with the text that was written meanwhile. */
const TURN = 10_000;
/** The server refuses these whoever asks and however often. */
const FOR_GOOD = new Set([413, 415, 422]);
/** The server has no change that names the file: it was refused, or is still to come. It is asked again in a while. */
const UNNAMED = new Set([404, 409]);
const REST = 300_000;

/** When a file that nothing named may be asked about again. */
const rests: Map<string, number> = new Map();

/** Somebody asks for it now. */
export const forgetRests = () => rests.clear();

const pathOf = ({ note_id, sha256 }: PictureRow) => `/notes/${note_id}/pictures/${sha256}`;
const isResting = ({ sha256 }: PictureRow) => (rests.get(sha256) ?? 0) > performance.now();

/** Returns whether more is to be sent. `login`: of whoever delivers without one, whose it was. */
export async function sendPictures(db: Database, login?: { userId: string; isOther: boolean }): Promise<boolean> {
  const until = performance.now() + TURN;
  for (const row of (await toSend(db)).filter((one) => !isResting(one))) {
    if (performance.now() > until) return true;
    await sendOne(row, db, login);
  }
  await dropSent(db);
  return false;
}

async function sendOne(row: PictureRow, db: Database, login?: { userId: string; isOther: boolean }) {
  const bytes = await readFile(row.sha256, "full", db);
  if (!bytes) return markRefused(row, "lost", db);
  const query = login && { user_id: login.userId, device_id: device().id };
  const how = login ? { query, forOther: login.isOther } : { owner: ownerOf(db) };
  try {
    const photo = new Uint8Array(bytes); // a copy with a buffer of its own, which is what a request takes
    const answer = await request(pathOf(row), { method: "PUT", photo, timeout: 120_000, ...how });
    if (answer?.sha256 !== row.sha256) throw new Offline("Not an answer of this server");
    await markSent(row, db);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (FOR_GOOD.has(error.status)) return markRefused(row, error.code ?? "refused", db);
    if (!UNNAMED.has(error.status)) throw error;
    rests.set(row.sha256, performance.now() + REST);
    await settleUnnamed(row, db);
  }
}

/** The file of a photo that a note names: from this tablet, else from the server. */
export async function fetchPicture(noteId: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const here = await readFile(sha256, "full");
  if (here) return new Uint8Array(here);
  const { blob } = await download(pathOf({ note_id: noteId, sha256 } as PictureRow));
  return new Uint8Array(await blob.arrayBuffer());
}
