// The database of before encryption becomes an encrypted one of another name. Ops, drafts and records are copied in
// steps, each a transaction of its own, compared, and only then the person works in the new one and the old one is
// deleted whole. A tab of an earlier version may go on writing into the old one: what it wrote comes over as well.

import { uuid } from "../lib/ids.js";
import { signal } from "../lib/signal.js";
import type { Op, OpRow, User, Value } from "../types.js";
import { couldNotSave, type Database, each, type Opened } from "./db.js";
import { leaveOld, openStores, stayIn } from "./local.js";
import { report } from "./status.js";
import { isThere, removeIf } from "./old-database.js";
import { opOf, opRow, resealed } from "./payload.js";
import { hasMoved, noteMoved } from "./keys.js";
import type { PictureRow } from "./pictures.js";

/** How many rows of how many were copied. */
export interface Moving {
  done: number;
  all: number;
}

/** Called with null when it is over. */
const progress = signal<Moving | null>();
export const onMove = progress.listen;

/** What the server does not have comes first. */
const ORDER = ["outbox", "attention", "drafts", "files", "pictures", "sent", "base", "summaries", "meta"];
const OPS = ["outbox", "sent", "attention"];
const HELD = ["outbox", "attention", "drafts", "pictures"];
const STEP = 100;
/** Of files, which are large. */
const FEW = 4;
/** Before so many milliseconds nothing is said of it. */
const QUICK = 1_000;
/** A tab of before may write while we copy; it is caught up with. */
const PASSES = 20;
/** The names in meta of the new database: that it is whole, and what was copied while the old one is there. */
const WHOLE = "movedIn";
const COPIED = "copied";
const OWN = [WHOLE, COPIED];

/** Of ops their stamp, of drafts the time of their last write, of photos what is known of them. */
type Copied = Record<string, string>;

/** `key` is the name of the person's database, whose data key is open. */
export async function moveIn(key: string, user: User): Promise<void> {
  const inTurn = <T>(work: () => Promise<T>) =>
    navigator.locks ? navigator.locks.request(`move ${key}`, work) : work();
  await inTurn(async () => {
    const isOld = await isThere(key);
    if (!(await hasMoved(key))) {
      if (isOld && !(await copyAll(key).then(() => true, failed))) return stayIn(key);
      if (!isOld) await beginWhole(key, user);
      await noteMoved(key);
    }
    leaveOld(key);
    if (isOld) await clearAway(key, user);
  });
}

/** Nothing is ever copied over what somebody has begun here, should a tab of before make the old one anew. */
async function beginWhole(key: string, user: User) {
  const to = openStores(key, user);
  await to.write(["meta"], ({ meta }) => meta.put({ name: WHOLE, value: true })).finally(() => to.close());
}

/** The tablet may be full. The person works in the old database, where what they write is encrypted too. */
function failed(error: unknown): false {
  report({ trouble: error instanceof Error ? error.message : String(error) });
  return false;
}

async function copyAll(key: string) {
  const [from, to] = [openStores(key, undefined, key), openStores(key)];
  try {
    const counts = await from.read(ORDER, (opened) => each(ORDER, (store) => opened[store].count()));
    const began = Date.now();
    let done = 0;
    const all = counts.reduce((sum: number, count: number) => sum + count, 0);
    const tell = (rows: number) => {
      done += rows;
      if (Date.now() - began > QUICK) progress.tell({ done: Math.min(all, done), all });
    };
    for (let pass = 0; pass < PASSES; pass++) {
      if (await isWhole(to)) return;
      let changed = 0;
      for (const store of ORDER) changed += await bringOver(store, from, to, pass ? () => {} : tell);
      if (!changed && (await finish(from, to))) return;
    }
    throw couldNotSave("copy");
  } finally {
    progress.tell(null);
    await each([from, to], (db) => db.close());
  }
}

const isWhole = async (to: Database): Promise<boolean> =>
  Boolean(await to.read(["meta"], ({ meta }) => meta.get(WHOLE)));

/** Makes a store of the new database as the old one is; returns how many rows that took. None: both hold the same. */
async function bringOver(store: string, from: Database, to: Database, tell: (rows: number) => void) {
  const keys: IDBValidKey[] = await from.read([store], (opened) => opened[store].getAllKeys());
  let changed = await dropBut(store, keys, to);
  const step = store === "files" ? FEW : STEP;
  for (let at = 0; at < keys.length; at += step) {
    const some = keys.slice(at, at + step);
    const find = (db: Database): Promise<Value[]> =>
      db.read([store], (opened) => each(some, (key) => opened[store].get(key)));
    const [rows, there] = await Promise.all([find(from), find(to)]);
    const wrong: Value[] = [];
    for (const [i, row] of rows.entries())
      if (row && !(await isSame(store, row, there[i], to.name))) wrong.push(await resealed(store, row, to.name));
    changed += wrong.length;
    if (wrong.length) await whileOpen(to, [store], (opened) => each(wrong, (row) => opened[store].put(row)));
    tell(some.length);
  }
  return changed;
}

/** An op may have gone on to another store in the old database meanwhile. */
async function dropBut(store: string, keys: IDBValidKey[], to: Database) {
  const wanted = new Set(keys.map((key) => JSON.stringify(key)));
  const there: IDBValidKey[] = await to.read([store], (opened) => opened[store].getAllKeys());
  const stale = there.filter((key) => !wanted.has(JSON.stringify(key)) && !OWN.includes(String(key)));
  if (stale.length) await whileOpen(to, [store], (opened) => each(stale, (key) => opened[store].delete(key)));
  return stale.length;
}

/** Nothing more is copied once another tab has finished: the person may be at work. */
const whileOpen = (to: Database, names: string[], work: (opened: Opened) => Promise<unknown>) =>
  to.write([...new Set([...names, "meta"])], async (opened) => {
    if (!(await opened.meta.get(WHOLE))) await work(opened);
  });

async function isSame(store: string, row: Value, there: Value, owner: string): Promise<boolean> {
  if (!there) return false;
  if (store === "files") return true; // named by its content
  const [one, other] = await Promise.all([row, there].map((each) => resealed(store, each, owner, "text")));
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

const sorted = (_key: string, value: Value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** In one transaction: nothing is missing, new ops get higher numbers than all of before, and what was copied is noted. */
async function finish(from: Database, to: Database): Promise<boolean> {
  const stamps = await stampsIn(from);
  const last = await from.read(OPS, async (opened) => {
    const rows: OpRow[] = (await each(OPS, (store) => opened[store].getAll())).flat();
    return rows.reduce((most, { n }) => Math.max(most, n), 0);
  });
  return to.write(["outbox", "meta"], async ({ outbox, meta }) => {
    if (await meta.get(WHOLE)) return true;
    if (last && !(await outbox.get(last))) {
      await outbox.put({ n: last, op_id: uuid() });
      await outbox.delete(last);
    }
    await meta.put({ name: COPIED, value: stamps });
    await meta.put({ name: WHOLE, value: true });
    return true;
  });
}

const stampsIn = (from: Database): Promise<Copied> => from.read(HELD, stamps);

/** A database of before photos has no store of them. */
async function stamps({ outbox, attention, drafts, pictures }: Opened): Promise<Copied> {
  const [waiting, refused, begun, photos = []] = await Promise.all([
    outbox.getAll(),
    attention.getAll(),
    drafts.getAll(),
    pictures?.getAll(),
  ]);
  return Object.fromEntries([
    ...[...waiting, ...refused].map(({ op_id, stamp }: OpRow) => [op_id, stamp]),
    ...begun.map(({ key, at }: Value) => [`draft ${key}`, at]),
    ...photos.map((row: PictureRow) => [nameOf(row), JSON.stringify(row, sorted)]),
  ]);
}

const nameOf = ({ note_id, sha256 }: PictureRow) => `picture ${note_id} ${sha256}`;

/** The person works in the new database: what the old one has got since comes over, and the old one goes. */
async function clearAway(key: string, user: User) {
  const to = openStores(key, user);
  try {
    for (let pass = 0; pass < PASSES; pass++) {
      const copied: Copied = (await to.read(["meta"], ({ meta }) => meta.get(COPIED)))?.value ?? {};
      const left = await removeIf(key, async (opened) => isIn(copied, await stamps(opened)));
      if (left === "gone") await to.write(["meta"], ({ meta }) => meta.delete(COPIED));
      if (left !== "more") return;
      const from = openStores(key, undefined, key);
      await takeLate(from, to, copied).finally(() => from.close());
    }
  } finally {
    await to.close();
  }
}

const isIn = (copied: Copied, now: Copied) => Object.entries(now).every(([name, stamp]) => copied[name] === stamp);

async function takeLate(from: Database, to: Database, copied: Copied) {
  const [waiting, refused, begun, now] = await from.read(HELD, async (opened) =>
    Promise.all([opened.outbox.getAll(), opened.attention.getAll(), opened.drafts.getAll(), stamps(opened)]),
  );
  const isNew = ({ op_id, stamp }: OpRow) => copied[op_id] !== stamp;
  const ops = await each(waiting.filter(isNew), (row: OpRow) => later(row, copied, to.name));
  const rest = await each(refused.filter(isNew), (row: OpRow) => resealed("attention", row, to.name));
  const drafts = await each(
    begun.filter((row: Value) => copied[`draft ${row.key}`] !== row.at),
    (row: Value) => resealed("drafts", row, to.name),
  );
  await takeLatePhotos(from, to, copied);
  await to.write([...OPS, "drafts", "meta"], async (opened) => {
    for (const row of ops) if (!(await isKnown(opened, row.op_id))) await opened.outbox.put(row);
    for (const row of rest) if (!(await isKnown(opened, row.op_id))) await opened.attention.put(row);
    for (const row of drafts) if (((await opened.drafts.get(row.key))?.at ?? "") < row.at) await opened.drafts.put(row);
    await opened.meta.put({ name: COPIED, value: { ...copied, ...now } });
  });
}

/** Files come before what says that they are copied. */
async function takeLatePhotos(from: Database, to: Database, copied: Copied) {
  const rows: PictureRow[] = await from.read(["pictures"], ({ pictures }) => pictures.getAll());
  for (const row of rows.filter((one) => copied[nameOf(one)] !== JSON.stringify(one, sorted))) {
    const files: Value[] = await from.read(["files"], (opened) =>
      each(["thumb", "full"], (kind) => opened.files.get([row.sha256, kind])),
    );
    await to.write(["pictures", "files"], async (opened) => {
      await each(files.filter(Boolean), (file) => opened.files.put(file));
      if (!(await opened.pictures.get([row.note_id, row.sha256]))) await opened.pictures.put(row);
    });
  }
}

/** Behind all that is here. One that was copied and has been changed since is a further change. */
async function later(row: OpRow, copied: Copied, owner: string): Promise<Omit<OpRow, "n">> {
  if (row.op_id in copied && !row.frozen) {
    const { n: _n, ...op } = await opOf(row, owner);
    return opRow({ ...(op as Op), op_id: uuid() }, uuid(), owner);
  }
  const { n: _n, ...kept } = await resealed("outbox", row, owner);
  return kept;
}

const isKnown = async ({ outbox, sent, attention }: Opened, opId: string): Promise<boolean> =>
  Boolean((await outbox.index("op_id").get(opId)) ?? (await sent.get(opId)) ?? (await attention.get(opId)));
