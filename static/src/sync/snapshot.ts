// Patients who are not on this tablet: found and read on the server.

import { ApiError, request, syncRequest } from "../api.js";
import type { Database } from "../store/db.js";
import { local } from "../store/local.js";
import { storePatient } from "../store/queue.js";
import { forgetTwins, readTwins } from "../store/scope.js";
import type { ServerRecord } from "../types.js";

/** Who a patient on the server is. */
export interface PatientLine {
  id: string;
  mrn: string | null;
  given: string | null;
  family: string | null;
  birth_date: string | null;
}

const MOST = 20;

export const searchPatients = async (q: string, signal?: AbortSignal): Promise<PatientLine[]> =>
  (await request("/patients", { query: { q: q.slice(0, 100), limit: MOST }, signal })).items;

const orNone = (error: unknown): false => {
  if (error instanceof ApiError && error.status === 404) return false;
  throw error;
};

/** The patient as `readPatient` reads one; false when the server has none. */
export const readIfThere = (patient: string): Promise<boolean> => readPatient(patient).catch(orNone);

/** Reads all records of the patient of a note, with it. */
export const readWithNote = (note: string): Promise<boolean> =>
  request(`/notes/${note}`)
    .then(({ patient_id }) => readPatient(patient_id))
    .catch(orNone);

/**
 * Reads all records of a patient, who is then held on this tablet for a week. Returns false when the server has begun
 * another history meanwhile, which the next cycle finds out.
 */
export async function readPatient(patient: string, db = local()): Promise<boolean> {
  const records: ServerRecord[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: { records: ServerRecord[]; next: string | null; epoch: string; server_time: string } =
      await syncRequest("snapshot", { query: { patient, cursor }, timeout: 60_000 });
    records.push(...page.records);
    if (!page.next) return storePatient(patient, records, page.epoch, db);
    cursor = page.next;
  }
}

/** Those who may be the same person as a new patient are read, so that both can be looked at. */
export async function readTwinsOfNew(db: Database) {
  for (const [made, twins] of Object.entries(await readTwins(db))) {
    for (const id of twins) {
      const known = await db.read(["base"], ({ base }) => base.get(["patient", id]));
      if (!known) await readPatient(id, db).catch((error) => gone(error, made, db));
    }
  }
}

/** A server that was restored does not know them; what it cannot give now is asked for again. */
async function gone(error: unknown, made: string, db: Database) {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 404) await forgetTwins(made, db);
}
