// The summaries in memory: read once for all lists of a database, then only those of records that changed.

import { dayOf, hasDay, SUMMARY_SHAPE, type Summary } from "../core/summary.js";
import { today } from "../lib/dates.js";
import { paced } from "../lib/slices.js";
import type { RecordTypeName, SummaryRow } from "../types.js";
import { type Database, each, type Opened, type Read } from "./db.js";
import { local, owner, putMeta } from "./local.js";
import { summaryIn } from "./payload.js";
import { allOf, keepRows, keysOfAll, RECORD, SHAPE, SUMMARIES } from "./rows.js";
import type { Touched } from "./touched.js";

/** Rows in one transaction: few enough that the screen stays responsive. */
const BATCH = 250;
const BY_DAY = "[type+day+id]";

const DAY = 86_400_000;

/** Summaries of a type; callers must not change them. The list of a patient is another one when it has changed. */
export interface Summaries {
  all: Summary[];
  byId: Map<string, Summary>;
  /** Those that are about a patient, which patients themselves are not. */
  ofPatient: Map<string, Summary[]>;
  /** The patients whom the last change concerns; null where it may be any. */
  changed: Set<string> | null;
}

export type ById = Map<string, Summary>;

type Listener = (found: Summaries) => void;

interface Held {
  found: Summaries | null;
  listeners: Set<Listener>;
}

/** All of a type, or those of the days from `since` on. */
interface Range {
  type: string;
  since?: string;
}

const held: WeakMap<Database, Map<string, Held>> = new WeakMap();

/**
 * Calls its listener with the summaries now and after each change of one of them, in any tab: with all, or with those
 * that are open, that wait, or that are of the last `days`, which are few in a clinic of any size.
 */
export function watchSummaries(type: RecordTypeName, listener: Listener, days?: number): () => void {
  const { found, listeners } = heldFor(local(), type, days);
  const own: Listener = (news) => listener(news);
  listeners.add(own);
  if (found) queueMicrotask(() => listeners.has(own) && own({ ...found, changed: null }));
  return () => void listeners.delete(own);
}

/** The summaries of these records; of those that are on this tablet. */
export async function summariesOf(
  type: RecordTypeName,
  ids: Iterable<string>,
  db = local(),
  read = db.read,
): Promise<ById> {
  const rows = await read([SUMMARIES], ({ summaries }) => each([...ids], (id) => summaries.get([type, id])));
  const found = await each(rows.filter(Boolean), (row: SummaryRow) => summaryIn(row, db.name));
  return new Map(found.map((summary) => [summary.id, summary]));
}

/** Calls its listener with the summaries of these records now and after each change of one of them, in any tab. */
export function watchSummariesOf(type: RecordTypeName, ids: Set<string>, listener: (found: ById) => void) {
  const db = local();
  const see = async (read: Read) => {
    if (!(await areMade(read, type, db.name))) await makeRows(db);
    return summariesOf(type, ids, db, read);
  };
  return db.watch([SUMMARIES], see, listener, { type, ids });
}

/** The summaries as they are now. */
export const allSummaries = (type: RecordTypeName): Promise<Summaries> =>
  new Promise((done) => {
    const stop = watchSummaries(type, (found) => {
      stop();
      done(found);
    });
  });

function heldFor(db: Database, type: string, days?: number): Held {
  const ranges = held.get(db) ?? new Map<string, Held>();
  held.set(db, ranges);
  const name = `${type} ${days}`;
  const known = ranges.get(name);
  if (known) return known;
  const made: Held = { found: null, listeners: new Set() };
  ranges.set(name, made);
  const range = days === undefined ? { type } : { type, since: daysAgo(days) };
  const tell = (found: Summaries) => {
    for (const listener of [...made.listeners]) listener(found);
  };
  // kept before the next reading begins, which is sooner than it is told of
  const keep = async (read: Read, touched: Touched) => {
    made.found = await see(db, read, range, made.found, touched);
    return made.found;
  };
  db.watch([SUMMARIES], keep, tell, { type });
  return made;
}

async function see(db: Database, read: Read, range: Range, found: Summaries | null, touched: Touched) {
  const { type } = range;
  if (!found || !touched) return readAll(db, read, range);
  const ids = [...new Set(touched.filter((key) => key.type === type).map(({ id }) => id))];
  const rows = await read([SUMMARIES], ({ summaries }) => each(ids, (id) => summaries.get([type, id])));
  const news = await each(rows, async (row) => (row ? await summaryIn(row, db.name) : null));
  const changed = new Set<string>();
  ids.forEach((id, i) => {
    for (const patient of replace(found, id, isIn(range, news[i]) ? news[i] : null)) changed.add(patient);
  });
  return { ...found, all: [...found.byId.values()], changed };
}

const isIn = ({ since }: Range, summary: Summary | null) =>
  summary !== null && (since === undefined || (dayOf(summary) ?? "") >= since);

async function readAll(db: Database, read: Read, range: Range): Promise<Summaries> {
  const { type } = range;
  const whole = Promise.all([areMade(read, type, db.name), areDated(read, type)]);
  const [found, holds] = await Promise.all([readRows(read, range, db.name), whole]);
  if (holds.every(Boolean)) return found;
  await makeRows(db);
  return readRows(read, range, db.name);
}

/**
 * Whether the rows are of this version. A tab of an earlier one makes others, or receives records without making their
 * rows; the record received last shows that.
 */
const areMade = (read: Read, type: string, name: string): Promise<boolean> =>
  read(["base", "meta", SUMMARIES], async ({ base, meta, summaries }) => {
    const [shape, last] = await Promise.all([
      meta.get(SHAPE),
      base.index("[type+seq]").openKeyCursor(allOf(type), "prev"),
    ]);
    if (shape?.value !== SUMMARY_SHAPE) return false;
    if (!last || last.key[1] === 0) return true;
    const row = await summaries.get(last.primaryKey);
    return row !== undefined && (await summaryIn(row, name)).seq >= last.key[1];
  });

/** Whether every row has its day: such a tab makes rows without, which are in no range of days. */
const areDated = async (read: Read, type: string): Promise<boolean> =>
  !hasDay(type) ||
  read([SUMMARIES], async ({ summaries }) => {
    const [dated, all] = await Promise.all([summaries.index(BY_DAY).count(allOf(type)), summaries.count(allOf(type))]);
    return dated === all;
  });

async function readRows(read: Read, { type, since }: Range, name: string): Promise<Summaries> {
  const found: Summaries = { all: [], byId: new Map(), ofPatient: new Map(), changed: null };
  const rest = paced();
  const rowsAfter = (last?: SummaryRow): Promise<SummaryRow[]> =>
    read([SUMMARIES], ({ summaries }) =>
      since === undefined
        ? summaries.getAll(allOf(type, last?.id), BATCH)
        : summaries.index(BY_DAY).getAll(daysOf(type, since, last), BATCH),
    );
  for (let next: Promise<SummaryRow[]> | null = rowsAfter(); next; ) {
    const rows: SummaryRow[] = await next;
    next = rows.length === BATCH ? rowsAfter(rows[BATCH - 1]) : null; // read while these are decoded
    for (const row of rows) {
      const summary = await summaryIn(row, name);
      await rest();
      found.byId.set(summary.id, summary);
      if (!summary.patient_id) continue;
      const theirs = found.ofPatient.get(summary.patient_id);
      if (theirs) theirs.push(summary);
      else found.ofPatient.set(summary.patient_id, [summary]);
    }
  }
  return { ...found, all: [...found.byId.values()] };
}

/** The day so many days ago. */
const daysAgo = (days: number) => new Date(Date.parse(today()) - days * DAY).toISOString().slice(0, 10);

const daysOf = (type: string, since: string, last?: SummaryRow) =>
  last ? IDBKeyRange.bound([type, last.day, last.id], [type, []], true) : IDBKeyRange.bound([type, since], [type, []]);

/** Returns the patients it is about, before and now. */
function replace({ byId, ofPatient }: Summaries, id: string, news: Summary | null): string[] {
  const old = byId.get(id);
  const without = (patient: string) => (ofPatient.get(patient) ?? []).filter((each) => each.id !== id);
  if (old?.patient_id) ofPatient.set(old.patient_id, without(old.patient_id));
  if (news?.patient_id) ofPatient.set(news.patient_id, [...without(news.patient_id), news]);
  if (news) byId.set(id, news);
  else byId.delete(id);
  return [old, news].filter((each) => each != null).map(patientOf);
}

/** Whose it is. */
const patientOf = ({ type, id, patient_id }: Summary): string => (type === "patient" ? id : (patient_id ?? ""));

/** the making of the rows that is under way */
const making: WeakMap<Database, Promise<void>> = new WeakMap();

/**
 * A database of an earlier version has no summaries, or others: they are made once, in batches, before a list relies on
 * them. Rows written meanwhile are kept as always.
 */
function makeRows(db: Database): Promise<void> {
  const made = making.get(db) ?? makeAll(db).finally(() => making.delete(db));
  making.set(db, made);
  return made;
}

async function makeAll(db: Database) {
  const whose = owner();
  const keys = await db.read(RECORD, keysOfAll);
  for (let at = 0; at < keys.length; at += BATCH) {
    const some = keys.slice(at, at + BATCH);
    await db.write([SUMMARIES, ...RECORD], (opened: Opened) => keepRows(opened, some, whose));
    await new Promise((go) => setTimeout(go));
  }
  await db.write(["meta"], (opened) => putMeta(opened, { [SHAPE]: SUMMARY_SHAPE }));
}
