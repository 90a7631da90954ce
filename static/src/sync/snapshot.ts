// Patients who are not on this tablet: found and read on the server.

import { ApiError, request, syncRequest } from "../api.js";
import type { Database } from "../store/db.js";
import { local, ownerOf } from "../store/local.js";
import { storePatient } from "../store/queue.js";
import { forgetTwins, type Pair, pairsOf, readTwins } from "../store/scope.js";
import type { ServerRecord, Unit } from "../types.js";

/** Who a patient on the server is. */
export interface PatientLine {
  id: string;
  mrn: string | null;
  given: string | null;
  family: string | null;
  birth_date: string | null;
  /** What they were known by earlier, the latest first. */
  earlier?: Unit[];
}

const MOST = 20;

export const searchPatients = async (q: string, signal?: AbortSignal): Promise<PatientLine[]> =>
  (await request("/patients", { query: { q: q.slice(0, 100), limit: MOST }, signal })).items;

const orNone = (error: unknown): false => {
  if (error instanceof ApiError && error.status === 404) return false;
  throw error;
};

/** As `readPatient`; false when the server has no such record. */
export const readIfThere = (record: string): Promise<boolean> => readPatient(record).catch(orNone);

/**
 * Reads all records of a patient, who is then held on this tablet for a week. `patient` may be the id of any of them.
 * Returns false when the server has begun another history meanwhile, which the next cycle finds out.
 */
export async function readPatient(patient: string, db = local()): Promise<boolean> {
  const records: ServerRecord[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: { records: ServerRecord[]; next: string | null; epoch: string; server_time: string } =
      await syncRequest("snapshot", { query: { patient, cursor }, timeout: 60_000, owner: ownerOf(db) });
    records.push(...page.records);
    if (!page.next) return storePatient(ownerAmong(records) ?? patient, records, page.epoch, db);
    cursor = page.next;
  }
}

const ownerAmong = (records: ServerRecord[]) => records.find(({ type }) => type === "patient")?.id;

/** Who may be the same person as a patient on this tablet is read, so that both can be looked at. */
export async function readMissingTwins(db: Database) {
  const isHere = (id: string) => db.read(["base"], async ({ base }) => Boolean(await base.get(["patient", id])));
  for (const pair of pairsOf(await readTwins(db))) {
    const [first, second] = await Promise.all(pair.map(isHere));
    if (first !== second) await readPatient(pair[first ? 1 : 0], db).catch((error) => gone(error, pair, db));
  }
}

/** A server that was restored does not know them; what it cannot give now is asked for again. */
async function gone(error: unknown, pair: Pair, db: Database) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 404) await forgetTwins(pair, db);
}
