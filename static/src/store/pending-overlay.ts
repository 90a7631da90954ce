// A record as a person sees it: as last received, with this tablet's ops applied.

import { contentHash } from "../core/canonical.js";
import { overlay } from "../core/merge.js";
import type { BaseRow, LocalRecord, OpRow, ServerRecord, User } from "../types.js";
import { opsOf, recordOf } from "./payload.js";

/** What is stored of records: as received, their ops that wait, and those that were refused. */
export type Found = { rows: BaseRow[]; outbox: OpRow[]; attention: OpRow[] };

/** The person whose database it is, and its name: only their ops are in it. */
export type Owner = Pick<User, "id" | "name"> & { key: string };

export const inOrder = (rows: OpRow[]) => rows.sort((a, b) => a.n - b.n);

/** a record without local ops is the same object in each call */
const untouched: WeakMap<ServerRecord, LocalRecord> = new WeakMap();

/** The record of one row, or null, with the hash of its content. */
export async function one({ rows, outbox, attention }: Found, owner: Owner): Promise<LocalRecord | null> {
  return withPending(rows[0] ? await recordOf(rows[0], owner.key) : null, outbox, attention, owner);
}

export async function withPending(record: ServerRecord | null, outbox: OpRow[], attention: OpRow[], owner: Owner) {
  const shown = await unhashed(record, outbox, attention, owner);
  if (!shown || (record && !outbox.length)) return shown;
  return { ...shown, content_hash: await contentHash(shown) };
}

/**
 * Without the hash of a changed content, whose computation would end a transaction. A record whose creation was refused
 * has no base; then the refused ops are applied as well, so that it can be read and corrected. Otherwise refused ops
 * are only counted: the screen shows what is, or will be, on the server.
 */
export async function unhashed(
  record: ServerRecord | null,
  outbox: OpRow[],
  attention: OpRow[],
  owner: Owner,
): Promise<LocalRecord | null> {
  if (record && !outbox.length && !attention.length) return asReceived(record);
  const rows = record ? outbox : inOrder([...attention, ...outbox]);
  const shown = overlay(record, await opsOf(rows, owner.key));
  if (!shown) return null;
  const own = record
    ? {}
    : {
        author_name: owner.id === shown.author_id ? owner.name : "",
        seq: 0,
        schema: 0,
        local: { ...shown.local, created: true as const },
      };
  const happened_at = shown.fields?.visit?.session_date
    ? `${shown.fields.visit.session_date}T12:00:00Z`
    : (shown.fields?.about?.at ?? shown.happened_at);
  const fields = shown.fields ?? {};
  return { ...shown, ...own, happened_at, fields, pending: outbox.length, attention: attention.length };
}

function asReceived(record: ServerRecord): LocalRecord {
  const plain = untouched.get(record) ?? {
    ...record,
    fields: record.fields ?? {},
    pending: 0,
    attention: 0,
    local: {},
  };
  untouched.set(record, plain);
  return plain;
}
