// What the state machine drives of a tablet: the shipped store and sync code, without the screens. Built into
// build/machine as one function, so that each tab of each tablet is an instance of its own.
import { currentSide } from "../../static/src/core/conflicts.js";
import { asShown } from "../../static/src/core/merge.js";
import * as pictures from "../../static/src/store/pictures.js";
import * as device from "../../static/src/store/device.js";
import { HEARD } from "../../static/src/store/lease.js";
import { getMeta, holdsSealed, local, me, openStores } from "../../static/src/store/local.js";
import { list } from "../../static/src/store/outbox.js";
import { baseRow, opsOf } from "../../static/src/store/payload.js";
import { all, get } from "../../static/src/store/records.js";
import * as persons from "../../static/src/store/people.js";
import * as sessions from "../../static/src/store/session.js";
import { allSummaries, type Summaries, watchSummaries } from "../../static/src/store/summaries.js";
import type { BaseRow, LocalRecord, OpRow, RecordTypeName, ServerRecord } from "../../static/src/types.js";

export * as drafts from "../../static/src/store/drafts.js";
export * as edits from "../../static/src/store/edits.js";
export * as outbox from "../../static/src/store/outbox.js";
export * as records from "../../static/src/store/records.js";
export * as scope from "../../static/src/store/scope.js";
export * as status from "../../static/src/store/status.js";
export * as backoff from "../../static/src/sync/backoff.js";
export * as erasing from "../../static/src/store/erase.js";
export * as engine from "../../static/src/sync/engine.js";
export * as snapshot from "../../static/src/sync/snapshot.js";

export { device, persons };

/** `file`: in base64. */
export const photos = {
  keep(note: string, sha256: string, file: string) {
    const full = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    return pictures.keepPicture(note, sha256, { full, thumb: full.slice(0, 9) });
  },
  remove: (note: string, sha256: string) => pictures.markRemoved(note, sha256, true),
  waiting: () => pictures.countWaiting(),
  /** Whether the file is here. */
  has: async (sha256: string) => Boolean(await pictures.readFile(sha256, "full")),
  /** As long as the server may have had them. */
  drop: (until: number) => pictures.dropSent(local(), until),
  rows: () => local().read(["pictures"], ({ pictures }) => pictures.getAll()),
  change: (row: pictures.PictureRow) => local().write(["pictures"], ({ pictures }) => pictures.put(row)),
  damage: (sha256: string) =>
    local().write(["files"], async ({ files }) => {
      const row = await files.get([sha256, "full"]);
      await files.put({ ...row, payload: row.payload.map((byte: number, i: number) => (i === 20 ? byte ^ 1 : byte)) });
    }),
  /** Of the person with this database, where it lies in the one of before encryption. */
  async inOld(key: string, note_id: string, sha256: string) {
    const old = openStores(key, undefined, key);
    const file = { sha256, kind: "full", payload: Uint8Array.of(1, 2, 3) };
    const row = { note_id, sha256, size: 3, at: new Date().toISOString(), waits: 1 };
    await old.write(["pictures", "files"], ({ pictures, files }) => Promise.all([pictures.put(row), files.put(file)]));
    await old.close();
  },
  files: () => local().read(["files"], ({ files }) => files.getAllKeys()),
  isSealed: (key: string) => holdsSealed(key),
};

const SECRET = "a secret of the machine";

/** The store's own, with the secret given as each person would. */
export const session = {
  ...sessions,
  async signIn(email: string, password: string) {
    await sessions.signIn(email, password);
    const next = sessions.arrival();
    if (next) await (next.isNew ? sessions.setSecret(SECRET) : sessions.giveSecret(SECRET));
  },
  switchTo: ({ key }: { key: string }) => sessions.giveSecret(SECRET, key).then(() => true),
};

/** As the app starts, with the secret of whoever had the tablet last, up to the first screen. */
export async function boot() {
  await device.loadDevice();
  await sessions.readLast();
  const key = sessions.lastName();
  const [last] = (await persons.allPeople()).filter((person) => person.key === key);
  if (last && (await persons.opensBySecret(last))) await sessions.giveSecret(SECRET, key);
  return sessions.session()?.user.id ?? null;
}

/** What a person who puts the cursor into a field of this unit has before them. */
export async function begin(type: RecordTypeName, id: string, unit: string) {
  const record = await get(type, id);
  return record && { state: record.state, hash: record.content_hash, shown: asShown(record, [unit]) };
}

/** A conflict with the two sides that its screen shows. */
async function withSides(conflict: LocalRecord) {
  const { about, mine } = conflict.fields;
  const record = await get(about.record_type, about.record_id);
  return { ...conflict, shown: { mine: mine.value ?? {}, theirs: currentSide(conflict, record) } };
}

/** Everything on this tablet, and the records as its screens show them; of one that is to be read anew, rev 0. */
export async function everything() {
  const found = await local().read(["outbox", "sent", "attention", "base"], ({ outbox, sent, attention, base }) =>
    Promise.all([outbox.getAll(), sent.getAll(), attention.getAll(), base.getAll()]),
  );
  const [waiting, received, refused] = await Promise.all(found.slice(0, 3).map((rows: OpRow[]) => opsOf(rows, local().name)));
  const [notes, conflicts, epoch, cursor, now = 0, shutOut, heard] = await Promise.all([
    all("note"),
    all("conflict"),
    getMeta("epoch"),
    getMeta("cursor"),
    getMeta("era"),
    getMeta("shutOut"),
    getMeta(HEARD),
  ]);
  const base = found[3].map(({ type, id, rev, era = 0 }: BaseRow) => [type, id, era === now ? rev : 0]);
  const asked = await Promise.all(conflicts.map(withSides));
  const told = { user: me().user.id, epoch, cursor, reads: !shutOut && !heard?.isOver };
  return { ...told, waiting, received, refused, base, notes, conflicts: asked };
}

/**
 * The notes of a list that is read anew, because one has gone, and hears of another one meanwhile: the second write
 * waits for the first one only, and the reading for both.
 */
export async function listedWhileRead(gone: string, news: ServerRecord) {
  await allSummaries("note");
  const heard = new Promise<Summaries>((tell) => watchSummaries("note", (found) => found.changed && tell(found)));
  const row = await baseRow(news, local().name);
  await Promise.all([
    local().write(["summaries"], ({ summaries }) => summaries.delete(["note", gone])),
    local().write(["base"], ({ base }) => base.put(row)),
  ]);
  return [...(await heard).byId.keys()];
}

/** What was sent as the first release kept it: no receipt, and the time to the second. */
export const asBeforeReceipts = () =>
  local().write(["sent"], async ({ sent }) => {
    for (const row of await sent.getAll())
      await sent.put({ ...row, receipt: null, received_at: row.received_at.replace(/\.\d+/, "") });
  });

/** Of whom the tablet knows anything, and whose keys it holds, by the names of their databases. */
export const known = () =>
  device.deviceDb.read(["people", "keys"], async ({ people, keys }) => ({
    people: await people.getAllKeys(),
    keys: await keys.getAllKeys(),
  }));

/** The browser lost the keys of everybody and kept what they close. */
export const loseKeys = () => device.deviceDb.write(["keys"], ({ keys }) => keys.clear());

/** As the status says it once it has read. */
export const leaseOver = async () => (await getMeta(HEARD))?.isOver === true;

/** What its lists hold of notes: the ids. */
export const listed = async () => (await allSummaries("note")).all.map(({ id }) => id);

export const waiting = async () => (await list()).length;
