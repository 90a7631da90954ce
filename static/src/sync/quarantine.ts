// The quarantine exists on the server only: these requests fail offline.

import { request } from "../api.js";
import type { Draft } from "../store/drafts.js";
import type { Op, RecordTypeName, Value } from "../types.js";

export type Settlement = "apply" | "attach" | "discard";

/** An op that was not applied. `op` is as it was sent; one that could not be read has only its `text`. */
export interface Quarantined {
  id: string;
  source: "refused" | "unsigned" | "drained" | "imported";
  author_id: string;
  author_name: string;
  is_stated: boolean;
  /** Null: not a tablet of the clinic. */
  device_name: string | null;
  is_device_stated: boolean;
  record_type: RecordTypeName | null;
  record_id: string | null;
  op: Partial<Op> | null;
  error: { code: string; detail: string; [more: string]: Value } | null;
  created_at: string;
  settled_by_name: string | null;
  settled_at: string | null;
  /** Its record, or its patient, is on the server. */
  can_attach: boolean;
}

/** A file of `exportAll` as far as it is read here. */
interface UnsentFile {
  format?: string;
  version?: number;
  clinic?: { id: string };
  device?: { id: string };
  waiting?: Partial<Op>[];
  refused?: Partial<Op>[];
  drafts?: Draft[];
}

/** How many entries were new, known, or had no room; and what was only begun, which stays in the file. */
export interface Imported {
  kept: number;
  known: number;
  left: number;
  drafts: Draft[];
}

/** Ops in one request, as in a push. */
const MOST = 50;

export const listQuarantine = async (): Promise<Quarantined[]> => (await request("/quarantine")).items;

/** What is kept with a record without being part of it. */
export const listAttached = async (recordId: string): Promise<Quarantined[]> =>
  (await request("/quarantine", { query: { status: "attached", record_id: recordId } })).items;

export const settleQuarantined = (id: string, action: Settlement, reason: string | null = null): Promise<Quarantined> =>
  request(`/quarantine/${id}`, { method: "POST", body: { action, reason } });

/** The entry was taken up or set aside on the tablet: it need not wait on the server. Without a network it stays. */
export const settleFromHere = (id: string, reason: string) =>
  settleQuarantined(id, "discard", reason).then(
    () => true,
    () => false,
  );

/** Returns null for a file that `exportAll` did not write. */
export async function importUnsent(text: string): Promise<Imported | null> {
  const file = readFile(text);
  if (file?.format !== "needlepoint-unsent" || !file.clinic?.id || !file.device?.id) return null;
  const all = [...(file.waiting ?? []), ...(file.refused ?? [])];
  const counts: Imported = { kept: 0, known: 0, left: 0, drafts: file.drafts ?? [] };
  const names = { kept: "kept", known: "known", retry: "left" } as const;
  for (let at = 0; at < all.length; at += MOST) {
    const about = { version: file.version, clinic_id: file.clinic.id, device_id: file.device.id };
    const body = { ...about, ops: all.slice(at, at + MOST) };
    const { results } = await request("/quarantine/import", { method: "POST", body, timeout: 60_000 });
    for (const { status } of results as { status: keyof typeof names }[]) counts[names[status]] += 1;
  }
  return counts;
}

function readFile(text: string): UnsentFile | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
