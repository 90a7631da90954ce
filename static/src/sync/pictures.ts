// Photos go up after all text, one at a time, and come down when somebody looks at them.

import { ApiError, download, Offline, request } from "../api.js";
import { sha256Of } from "../lib/hash.js";
import { type Database, StorageError } from "../store/db.js";
import { device } from "../store/device.js";
import { ownerOf } from "../store/local.js";
import {
  dropSent,
  markRefused,
  markSent,
  type PictureRow,
  readFile,
  settleUnnamed,
  type ToSend,
  toSend,
} from "../store/pictures.js";

/** A cycle sends for so long; the next one begins at once, with the text that was written meanwhile. */
const TURN = 10_000;
/** The server refuses these whoever asks and however often. */
const FOR_GOOD = new Set([413, 415, 422]);
/** The file was changed on its way. */
const BROKEN = "other_hash";
/** The server has no change that names the file: it was refused, or is still to come. */
const UNNAMED = new Set([404, 409]);
/** Nothing of this person is taken now. */
const SHUT = new Set([401, 403]);
/** One that could not go holds up no other. */
const REST = 300_000;
/** Only a further change of the note can name it, and that ends the rest. */
const LONG_REST = 3_600_000;

/** When a file may be sent again, and the rev of the note then. */
const rests: Map<string, { until: number; rev: number }> = new Map();

/** Somebody asks for it now. */
export const forgetRests = () => rests.clear();

type Login = { userId: string; isOther: boolean };

const pathOf = ({ note_id, sha256 }: Pick<PictureRow, "note_id" | "sha256">) => `/notes/${note_id}/pictures/${sha256}`;

function isResting(row: ToSend) {
  const rest = rests.get(pathOf(row));
  return rest !== undefined && rest.rev === row.rev && rest.until > performance.now();
}

const rest = (row: ToSend, time: number) =>
  void rests.set(pathOf(row), { until: performance.now() + time, rev: row.rev });

/**
 * Returns whether another cycle is due: there is more, or the server is to hear that less waits here. `login`: of whoever
 * delivers without one, whose it was.
 */
export async function sendPictures(db: Database, login?: Login): Promise<boolean> {
  const until = performance.now() + TURN;
  let isNews = false;
  for (const row of (await toSend(db)).filter((one) => !isResting(one))) {
    if (performance.now() > until) return true;
    if (await sendOne(row, db, login)) isNews = true;
  }
  await dropSent(db);
  return isNews;
}

/** Whether the server has taken it. What it says of this file, or a bad connection, holds up no other. */
async function sendOne(row: ToSend, db: Database, login?: Login): Promise<boolean> {
  const photo = await readOrMark(row, db);
  if (!photo) return false;
  try {
    await put(row, photo, db, login);
  } catch (error) {
    await noteFailure(row, error, db);
    return false;
  }
  await markSent(row, db);
  return true;
}

async function readOrMark(row: PictureRow, db: Database): Promise<Uint8Array | null> {
  try {
    const bytes = await readFile(row.sha256, "full", db);
    if (!bytes) await markRefused(row, "lost", db);
    return bytes;
  } catch (error) {
    if (error instanceof StorageError) throw error; // nothing is known of the file itself
    await markRefused(row, "damaged", db);
    return null;
  }
}

async function put(row: PictureRow, bytes: Uint8Array, db: Database, login?: Login) {
  const query = login && { user_id: login.userId, device_id: device().id };
  const how = login ? { query, forOther: login.isOther } : { owner: ownerOf(db) };
  const photo = new Uint8Array(bytes); // a copy with a buffer of its own, which is what a request takes
  const answer = await request(pathOf(row), { method: "PUT", photo, timeout: 120_000, ...how });
  if (answer?.sha256 !== row.sha256) throw new Offline("Not an answer of this server");
}

/** What the error means for this file. Throws what stops the others too. */
async function noteFailure(row: ToSend, error: unknown, db: Database) {
  if (error instanceof Offline) return rest(row, REST);
  if (!(error instanceof ApiError) || SHUT.has(error.status)) throw error;
  if (FOR_GOOD.has(error.status) && error.code !== BROKEN) return markRefused(row, error.code ?? "refused", db);
  if (!UNNAMED.has(error.status)) return rest(row, REST);
  rest(row, LONG_REST);
  await settleUnnamed(row, db);
}

/** The file of a photo that a note names: from this tablet, else from the server. */
export async function fetchPicture(noteId: string, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  const here = await readFile(sha256, "full");
  if (here) return new Uint8Array(here);
  const { blob } = await download(pathOf({ note_id: noteId, sha256 }));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if ((await sha256Of(bytes)) !== sha256) throw new Offline("Another file than was asked for");
  return bytes;
}
