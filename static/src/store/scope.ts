// What this tablet holds of patients out of scope: whoever was asked for, or has just left. They stay for a week, and
// as long as anything of theirs waits here, is begun, or is to be decided.

import type { BaseRow, OpRow, SummaryRow } from "../types.js";
import { each, type Opened, type Read } from "./db.js";
import { local, putMeta } from "./local.js";
import type { PictureRow } from "./pictures.js";

/** Type, id and rev of a record on the server. */
export type ListedRow = [string, string, number];

/** The server's own list: the records in scope, and those of the patients out of scope, by patient. */
export interface Listed {
  records: ListedRow[];
  outside: Record<string, ListedRow[]>;
  epoch: string;
}

/** By patient out of scope, since when they are held. */
type Held = Record<string, string>;

/** The names in meta. */
const HELD = "held";
const TWINS = "twins";

const WEEK = 7 * 86_400_000;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const metaOf = async ({ meta }: Opened, name: string) => (await meta.get(name))?.value ?? {};

/**
 * `beside` are the records here that are as the server lists them out of scope, `stale` those that are older. Removes
 * those of patients whose week is over. Returns the patients that stay and are not whole here.
 */
export async function letGo(
  db: Opened,
  { outside, beside, stale, at }: { outside: Listed["outside"]; beside: BaseRow[]; stale: BaseRow[]; at: string },
): Promise<string[]> {
  const [held, busy]: [Held, Set<string>] = await Promise.all([metaOf(db, HELD), atWork(db)]);
  const [here, whole] = [byPatient([...beside, ...stale]), byPatient(beside)];
  const stay: Held = {};
  const torn: string[] = [];
  for (const [patient, rows] of Object.entries(outside)) {
    const mine = here.get(patient) ?? [];
    const atWorkHere = busy.has(patient) || rows.some(([, id]) => busy.has(id));
    if (!mine.length && !atWorkHere && !held[patient]) continue;
    const since = held[patient] ?? at;
    if (atWorkHere || Date.parse(at) - Date.parse(since) < WEEK) {
      stay[patient] = since;
      if ((whole.get(patient)?.length ?? 0) < rows.length) torn.push(patient);
    } else await each(mine, ({ type, id }) => db.base.delete([type, id]));
  }
  await putMeta(db, { [HELD]: stay });
  return torn;
}

function byPatient(rows: BaseRow[]) {
  const found: Map<string, BaseRow[]> = new Map();
  for (const row of rows) {
    const patient = row.patient_id ?? row.id;
    found.set(patient, [...(found.get(patient) ?? []), row]);
  }
  return found;
}

/** The records with ops or photos that the server does not have, and their patients; and whatever a draft names. */
export async function atWork({ outbox, attention, drafts, pictures, summaries }: Opened): Promise<Set<string>> {
  const [waiting, refused, keys, photos] = await Promise.all([
    outbox.getAll(),
    attention.getAll(),
    drafts.getAllKeys(),
    pictures.getAll(),
  ]);
  const notes = photos.filter((row: PictureRow) => !row.sent_at).map(({ note_id }: PictureRow) => note_id);
  const busy = [
    ...[...waiting, ...refused].map(({ type, id }: OpRow) => ({ type, id })),
    ...notes.map((id: string) => ({ type: "note", id })),
  ];
  const found: (SummaryRow | undefined)[] = await each(busy, ({ type, id }) => summaries.get([type, id]));
  const patients = found.map((row) => row?.patient_id).filter((id): id is string => Boolean(id));
  const begun = keys.flatMap((key: string) => key.match(UUID) ?? []);
  return new Set([...busy.map(({ id }) => id), ...patients, ...begun]);
}

/** For the transaction that stores all records of a patient who was asked for. */
export async function hold(db: Opened, patient: string, at: string) {
  await putMeta(db, { [HELD]: { ...(await metaOf(db, HELD)), [patient]: at } });
}

/** Nobody who was asked for is here any more. */
export const holdNobody = ({ meta }: Opened) => meta.delete(HELD);

/** The feed brings records of patients in scope only. */
export async function backInScope(db: Opened, rows: BaseRow[]) {
  const held: Held = await metaOf(db, HELD);
  const here = new Set(rows.map((row) => row.patient_id ?? row.id));
  const left = Object.entries(held).filter(([patient]) => !here.has(patient));
  if (left.length < Object.keys(held).length) await putMeta(db, { [HELD]: Object.fromEntries(left) });
}

/** How many patients the server has besides those on this tablet, when it was last asked. */
export const watchElsewhere = (listener: (count: number) => void) => local().watch(["meta"], readElsewhere, listener);

export const elsewhere = () => readElsewhere(local().read);

const readElsewhere = (read: Read): Promise<number> =>
  read(["meta"], async (db) => {
    const [outside, held] = await Promise.all([db.meta.get("outside"), metaOf(db, HELD)]);
    return Math.max(0, (outside?.value ?? 0) - Object.keys(held).length);
  });

/** By patient, those who may be the same person: as the server last told, and of one that was just created. */
export type Twins = Record<string, string[]>;

export type Pair = [string, string];

export const pairsOf = (twins: Twins): Pair[] =>
  Object.entries(twins).flatMap(([id, others]) => others.map((other): Pair => [id, other]));

export async function noteTwins(db: Opened, patient: string, twins: string[]) {
  await putMeta(db, { [TWINS]: { ...(await metaOf(db, TWINS)), [patient]: twins } });
}

export const readTwins = (db = local()): Promise<Twins> => db.read(["meta"], (opened) => metaOf(opened, TWINS));

export const watchTwins = (listener: (twins: Twins) => void) =>
  local().watch(["meta"], (read) => read(["meta"], (db) => metaOf(db, TWINS)), listener);

/** Somebody has looked, and they are different people, or one of them is gone. */
export const forgetTwins = (pair: Pair, db = local()) =>
  db.write(["meta"], async (opened) => {
    const twins: Twins = await metaOf(opened, TWINS);
    const left = Object.entries(twins).map(([id, others]) => [
      id,
      others.filter((other) => !(pair.includes(id) && pair.includes(other))),
    ]);
    await putMeta(opened, { [TWINS]: Object.fromEntries(left) });
  });
