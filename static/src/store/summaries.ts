// The summaries in memory: read once for all lists of a database, then only those of records that changed.

import { SUMMARY_SHAPE, type Summary } from "../core/summary.js";
import type { RecordTypeName, SummaryRow } from "../types.js";
import { type Database, each, type Opened, type Read } from "./db.js";
import { local, me, putMeta } from "./local.js";
import { summaryIn } from "./payload.js";
import { allOf, keepRows, keysOfAll, RECORD, SHAPE, SUMMARIES } from "./rows.js";
import type { Touched } from "./touched.js";

/** Rows in one transaction: few enough that the screen stays responsive. */
const BATCH = 250;

/** All summaries of a type; callers must not change them. The list of a patient is another one when it has changed. */
export interface Summaries {
  all: Summary[];
  byId: Map<string, Summary>;
  ofPatient: Map<string, Summary[]>;
}

type Listener = (found: Summaries) => void;

interface Held {
  found: Summaries | null;
  listeners: Set<Listener>;
}

const held: WeakMap<Database, Map<string, Held>> = new WeakMap();

/** Calls its listener with the summaries now and after each change of one of them, in any tab. */
export function watchSummaries(type: RecordTypeName, listener: Listener): () => void {
  const { found, listeners } = heldFor(local(), type);
  const own: Listener = (news) => listener(news);
  listeners.add(own);
  if (found) queueMicrotask(() => listeners.has(own) && own(found));
  return () => void listeners.delete(own);
}

/** The summaries as they are now. */
export const allSummaries = (type: RecordTypeName): Promise<Summaries> =>
  new Promise((done) => {
    const stop = watchSummaries(type, (found) => {
      stop();
      done(found);
    });
  });

function heldFor(db: Database, type: string): Held {
  const types = held.get(db) ?? new Map<string, Held>();
  held.set(db, types);
  const known = types.get(type);
  if (known) return known;
  const made: Held = { found: null, listeners: new Set() };
  types.set(type, made);
  const tell = (found: Summaries) => {
    made.found = found;
    for (const listener of [...made.listeners]) listener(found);
  };
  db.watch([SUMMARIES], (read, touched) => see(db, read, type, made.found, touched), tell, { type });
  return made;
}

async function see(db: Database, read: Read, type: string, found: Summaries | null, touched: Touched) {
  if (!found || !touched) return readAll(db, read, type);
  const ids = [...new Set(touched.filter((key) => key.type === type).map(({ id }) => id))];
  const rows = await read([SUMMARIES], ({ summaries }) => each(ids, (id) => summaries.get([type, id])));
  const news = await each(rows, async (row) => (row ? await summaryIn(row) : null));
  ids.forEach((id, i) => {
    replace(found, id, news[i]);
  });
  return { ...found, all: [...found.byId.values()] };
}

async function readAll(db: Database, read: Read, type: string): Promise<Summaries> {
  await complete(db, false);
  const last = await lastReceived(read, type);
  const found = await readRows(read, type);
  if (last > 0 && found.all.every(({ seq }) => seq < last)) {
    await complete(db, true);
    return readRows(read, type);
  }
  return found;
}

/** The latest number in the feed: a tab of an earlier version receives records without making their rows. */
const lastReceived = (read: Read, type: string): Promise<number> =>
  read(["base"], async ({ base }) => (await base.index("[type+seq]").openKeyCursor(allOf(type), "prev"))?.key[1] ?? 0);

async function readRows(read: Read, type: string): Promise<Summaries> {
  const found: Summaries = { all: [], byId: new Map(), ofPatient: new Map() };
  const rowsIn = (range: IDBKeyRange) => read([SUMMARIES], ({ summaries }) => summaries.getAll(range, BATCH));
  for (let next: Promise<SummaryRow[]> | null = rowsIn(allOf(type)); next; ) {
    const rows: SummaryRow[] = await next;
    next = rows.length === BATCH ? rowsIn(allOf(type, rows[BATCH - 1].id)) : null; // read while these are decoded
    for (const summary of await each(rows, summaryIn)) {
      found.byId.set(summary.id, summary);
      const theirs = found.ofPatient.get(summary.patient_id ?? "");
      if (theirs) theirs.push(summary);
      else found.ofPatient.set(summary.patient_id ?? "", [summary]);
    }
  }
  return { ...found, all: [...found.byId.values()] };
}

function replace({ byId, ofPatient }: Summaries, id: string, news: Summary | null) {
  const old = byId.get(id);
  const without = (patient: string) => (ofPatient.get(patient) ?? []).filter((each) => each.id !== id);
  if (old) ofPatient.set(old.patient_id ?? "", without(old.patient_id ?? ""));
  if (news) {
    byId.set(id, news);
    ofPatient.set(news.patient_id ?? "", [...without(news.patient_id ?? ""), news]);
  } else byId.delete(id);
}

/** the making of the rows that is under way */
const making: WeakMap<Database, Promise<void>> = new WeakMap();

/**
 * A database of an earlier version has no summaries, or others: they are made once, in batches, before a list relies on
 * them. Rows written meanwhile are kept as always. `again`: some are known to be missing.
 */
function complete(db: Database, again: boolean): Promise<void> {
  const made = making.get(db) ?? makeRows(db, again).finally(() => making.delete(db));
  making.set(db, made);
  return made;
}

async function makeRows(db: Database, again: boolean) {
  const shape = await db.read(["meta"], ({ meta }) => meta.get(SHAPE));
  if (shape?.value === SUMMARY_SHAPE && !again) return;
  const owner = me().user;
  const keys = await db.read(RECORD, keysOfAll);
  for (let at = 0; at < keys.length; at += BATCH) {
    const some = keys.slice(at, at + BATCH);
    await db.write([SUMMARIES, ...RECORD], (opened: Opened) => keepRows(opened, some, owner));
    await new Promise((go) => setTimeout(go));
  }
  await db.write(["meta"], (opened) => putMeta(opened, { [SHAPE]: SUMMARY_SHAPE }));
}
