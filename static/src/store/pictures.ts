// The files of photos on this tablet. A file is stored before the change of the note that names it, waits until that change
// is on the server, and is sent then. A file that the server does not have is deleted by nobody but the person; one that it
// has stays for a week, because a server that is restored from a backup may ask for it again.

import { hashesIn } from "../core/pictures.js";
import { signal } from "../lib/signal.js";
import { type Database, each, type Opened, type Read, StorageError } from "./db.js";
import { hasLocal, local } from "./local.js";
import { get } from "./records.js";
import { openBytes, sealBytes } from "./seal.js";
import { clockOffset, saving } from "./status.js";

/** One file of one note. `waits` is there as long as the server does not have it, unless the person took it away. */
export interface PictureRow {
  note_id: string;
  sha256: string;
  size: number;
  at: string;
  waits?: 1;
  /** Since when the server has it. */
  sent_at?: string;
  /** When the person took it out of the note again. */
  removed_at?: string;
  /** Why the server refused it for good. */
  code?: string;
}

type Kind = "full" | "thumb";

export interface Files {
  full: Uint8Array;
  thumb: Uint8Array;
}

const DAY = 86_400_000;
const KEPT_DAYS = 7;
/** So long the server may still learn of a change that named a file which was taken away again. */
const REMOVED_DAYS = 7;
const STORES = ["pictures", "files"];

const changes = signal<void>();

/** Called when a file was stored here that is to be sent. */
export const onPicture = changes.listen;

const fileName = (sha256: string, kind: Kind) => `file:${sha256}:${kind}`;
const sealedFile = (sha256: string, kind: Kind, bytes: Uint8Array, db: Database) => ({
  sha256,
  kind,
  payload: sealBytes(bytes, fileName(sha256, kind), db.name),
});

/** Stores the file of a photo of the note; settles when it is durable here. Then the note may name it. */
export function keepPicture(noteId: string, sha256: string, { full, thumb }: Files, db = local()): Promise<void> {
  const rows = [sealedFile(sha256, "full", full, db), sealedFile(sha256, "thumb", thumb, db)];
  const row: PictureRow = { note_id: noteId, sha256, size: full.length, at: new Date().toISOString(), waits: 1 };
  const put = () =>
    db.write(STORES, async ({ pictures, files }) => {
      await each(rows, (file) => files.put(file));
      await pictures.put(row);
    });
  return saving(async () => {
    await withRoom(db, put);
    changes.tell();
  });
}

const isFull = (error: unknown) =>
  error instanceof StorageError && (error.cause as DOMException | undefined)?.name === "QuotaExceededError";

/** Writes; where the tablet is full, once more without the files that the server has. */
export async function withRoom<T>(db: Database, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isFull(error) || !(await dropSent(db, Number.POSITIVE_INFINITY))) throw error;
    return write();
  }
}

/** By the server's clock: that of a tablet may be set. */
const now = () => Date.now() - clockOffset();
const stamp = () => new Date(now()).toISOString();

/** A small picture of a file that came from the server, for the next time without a network. */
export const keepThumb = (sha256: string, thumb: Uint8Array, db = local()) =>
  db.write(["files"], ({ files }) => files.put(sealedFile(sha256, "thumb", thumb, db)));

export async function readFile(sha256: string, kind: Kind, db = local()): Promise<Uint8Array | null> {
  const row = await db.read(["files"], ({ files }) => files.get([sha256, kind]));
  return row ? openBytes(row.payload, fileName(sha256, kind), db.name) : null;
}

/** The person took the photo out of the note, or put it back. */
export const markRemoved = (noteId: string, sha256: string, isRemoved: boolean) =>
  local().write(["pictures"], async ({ pictures }) => {
    const row: PictureRow | undefined = await pictures.get([noteId, sha256]);
    if (!row || row.sent_at) return;
    const { removed_at: _removed, waits: _waits, ...kept } = row;
    await pictures.put(isRemoved ? { ...kept, removed_at: stamp() } : { ...kept, waits: 1 });
  });

const allRows = ({ pictures }: Opened): Promise<PictureRow[]> => pictures.getAll();

/** Those of the note, or all, that the server does not have; the oldest first. */
export const watchPictures = (listener: (rows: PictureRow[]) => void, noteId?: string) =>
  local().watch(
    ["pictures"],
    async (read: Read) => {
      const rows = await read(["pictures"], allRows);
      return rows.filter((row) => row.waits && (!noteId || row.note_id === noteId)).sort(byTime);
    },
    listener,
  );

const byTime = (a: PictureRow, b: PictureRow) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

/** With the rev of its note as it is here. */
export type ToSend = PictureRow & { rev: number };

/** What can be sent now: nothing of its note waits in the outbox, and the server has not refused it for good. */
export const toSend = (db: Database): Promise<ToSend[]> =>
  db.read(["pictures", "outbox", "base"], async ({ pictures, outbox, base }) => {
    const rows: PictureRow[] = await pictures.getAll();
    const mine = rows.filter((row) => !row.sent_at && !row.code);
    const held = await each(mine, (row) => outbox.index("[type+id]").count(["note", row.note_id]));
    const free = mine.filter((_row, i) => held[i] === 0).sort(byTime);
    return each(free, async (row) => ({ ...row, rev: (await base.get(["note", row.note_id]))?.rev ?? 0 }));
  });

const changeRow = (row: PictureRow, db: Database, change: (row: PictureRow) => PictureRow) =>
  db.write(["pictures"], async ({ pictures }) => {
    const now: PictureRow | undefined = await pictures.get([row.note_id, row.sha256]);
    if (now) await pictures.put(change(now));
  });

/** The server has it. */
export const markSent = (row: PictureRow, db: Database) =>
  changeRow(row, db, ({ waits: _waits, ...kept }) => ({ ...kept, sent_at: stamp() }));

/** The server refuses it for good: a person decides. */
export const markRefused = (row: PictureRow, code: string, db: Database) =>
  changeRow(row, db, (now) => ({ ...now, code }));

export const retryPicture = (row: PictureRow) =>
  changeRow(row, local(), ({ code: _code, ...kept }) => kept).then(changes.tell);

/** The screen asks first. */
export const discardPicture = ({ note_id, sha256 }: PictureRow, db = local()) =>
  db.write(STORES, async (opened) => {
    await opened.pictures.delete([note_id, sha256]);
    await dropFiles(opened, sha256, ["full", "thumb"]);
  });

/** A file goes with its last row: the server may ask for it again. */
async function dropFiles({ pictures, files }: Opened, sha256: string, kinds: Kind[]) {
  if (!(await pictures.index("sha256").count(sha256))) await each(kinds, (kind) => files.delete([sha256, kind]));
}

/** Whether the server may still need it: a tablet that is blocked is not erased before. */
export const isNeeded = ({ sent_at, removed_at }: PictureRow): boolean =>
  !sent_at && !(removed_at && now() - Date.parse(removed_at) >= REMOVED_DAYS * DAY);

/**
 * The server knows of no change that names this file. One that the person took out of the note before it was ever sent is
 * deleted after a week, if its note is open here; any other one waits.
 */
export async function settleUnnamed(row: PictureRow, db: Database) {
  if (isNeeded(row) || !hasLocal() || local() !== db) return;
  const note = await get("note", row.note_id);
  if (!note || !hashesIn(note.fields).includes(row.sha256)) await discardPicture(row, db);
}

/** Deletes the files that the server has had since before `until`. Returns how many. */
export const dropSent = (db: Database, until = now() - KEPT_DAYS * DAY): Promise<number> =>
  db.write(STORES, async (opened) => {
    const old = (await allRows(opened)).filter(({ sent_at }) => sent_at && Date.parse(sent_at) <= until);
    await each(old, ({ note_id, sha256 }) => opened.pictures.delete([note_id, sha256]));
    for (const { sha256 } of old) await dropFiles(opened, sha256, ["full"]);
    return old.length;
  });

/** For the transaction in which the server turns out to have lost changes of these notes, or of any: its files as well. */
export const sendPicturesAgain = async (opened: Opened, noteIds?: Set<string>) => {
  const rows = await allRows(opened);
  const sent = rows.filter(({ sent_at, note_id }) => sent_at && (!noteIds || noteIds.has(note_id)));
  await each(sent, ({ sent_at: _sent, ...row }) => opened.pictures.put({ ...row, waits: 1 }));
};

/** For the sign-out: what the server has leaves the tablet. */
export const forgetSent = (db: Database) =>
  db.write(STORES, async (opened) => {
    const rows = await allRows(opened);
    const needed = new Set(rows.filter(({ sent_at }) => !sent_at).map(({ sha256 }) => sha256));
    await each(
      rows.filter(({ sent_at }) => sent_at),
      ({ note_id, sha256 }) => opened.pictures.delete([note_id, sha256]),
    );
    const keys: [string, Kind][] = await opened.files.getAllKeys();
    await each(
      keys.filter(([sha256]) => !needed.has(sha256)),
      (key) => opened.files.delete(key),
    );
  });

/** Those that the server does not have, the oldest first. */
export const waitingPictures = async (db = local()): Promise<PictureRow[]> =>
  (await db.read(["pictures"], allRows)).filter(({ waits }) => waits).sort(byTime);

/** How many wait on this tablet. */
export const countWaiting = (db = local()): Promise<number> =>
  db.read(["pictures"], ({ pictures }) => pictures.index("waits").count());
