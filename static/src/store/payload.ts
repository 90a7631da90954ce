// The encoded payload of a row, and the name it is bound to. An op keeps its name in every store, so that it can move
// from the outbox to sent or attention inside one transaction without being encoded again.

import { statementOf } from "../core/op-statement.js";
import { dayOf, type Summary } from "../core/summary.js";
import type { BaseRow, Op, OpRow, ServerRecord, SummaryRow, Unit, Value } from "../types.js";
import { encoded, sealTo, signed, toBytes, toText } from "./ciphers.js";
import type { OpenKeys } from "./keys.js";
import { asText, open, seal, sealParsed } from "./seal.js";

const opName = (opId: string) => `op:${opId}`;
const baseName = ({ type, id }: { type: string; id: string }) => `base:${type}:${id}`;

/** `owner` is always the name of the database the row is in. */
export async function opRow(op: Op, stamp: string, owner: string): Promise<Omit<OpRow, "n">> {
  const { op_id, type, id, kind, client_time } = op;
  return { op_id, type, id, kind, at: client_time, frozen: 0, stamp, payload: await seal(op, opName(op_id), owner) };
}

export const opOf = async (row: OpRow, owner: string): Promise<Op & { n: number }> => ({
  ...(await open(row.payload, opName(row.op_id), owner)),
  n: row.n,
});

/** The op as it goes out, signed by its author: from now on its text never changes. `clinic`: what it is sealed to. */
export async function frozenRow(row: OpRow, { key, signer, id }: OpenKeys, clinic: string | null): Promise<OpRow> {
  const op = await opOf(row, key);
  const signature = { key: id, value: await signed(signer, statementOf(op)) };
  const whole = { ...op, signature };
  const { n: _n, ...kept } = whole;
  const sealed = clinic
    ? toText(await sealTo(toBytes(clinic), opName(row.op_id), encoded(JSON.stringify(whole))))
    : undefined;
  return { ...row, frozen: 1, payload: await seal(kept, opName(row.op_id), key), ...(sealed ? { sealed } : {}) };
}

/** Something begun as an op of its own, which no record takes: signed and sealed, so that a blocked tablet delivers it. */
export async function begunSealed(op: Unit, { signer, id }: OpenKeys, clinic: string): Promise<string> {
  const signature = { key: id, value: await signed(signer, statementOf(op)) };
  return toText(await sealTo(toBytes(clinic), opName(op.op_id), encoded(JSON.stringify({ ...op, signature }))));
}

export const opsOf = (rows: OpRow[], owner: string) => Promise.all(rows.map((row) => opOf(row, owner)));

const DAMAGED = Symbol();

/**
 * A row of any store as it is kept from now on, or for comparison with its payloads as text. What cannot be opened stays
 * as it is.
 */
export async function resealed(store: string, row: Value, owner: string, as?: "text"): Promise<Value> {
  const next = { ...row };
  for (const [part, context] of Object.entries(contextsOf(store, row))) {
    if (!row[part]) continue;
    const value = await open(row[part], context, owner).catch(() => DAMAGED);
    if (as) next[part] = value === DAMAGED ? asText(row[part]) : JSON.stringify(value);
    else if (value !== DAMAGED) next[part] = await seal(value, context, owner);
  }
  return next;
}

function contextsOf(store: string, row: Value): Record<string, string> {
  if (["meta", "pictures", "files"].includes(store)) return {}; // files are sealed whatever database they lie in
  if (store === "drafts") return { payload: draftName(row.key) };
  if (store === "base") return { payload: baseName(row) };
  if (store === "summaries") return { payload: summaryName(row) };
  return { payload: opName(row.op_id), answer: answerName(row.op_id) };
}

export const draftName = (key: string) => `draft:${key}`;
const answerName = (opId: string) => `answer:${opId}`;

export const sealAnswer = (opId: string, answer: unknown, owner: string) => seal(answer, answerName(opId), owner);

export const answerOf = async (row: OpRow, owner: string): Promise<Value> =>
  row.answer ? open(row.answer, answerName(row.op_id), owner) : null;

export async function baseRow(record: ServerRecord, owner: string): Promise<BaseRow> {
  const { type, id, rev, seq, patient_id, state, happened_at } = record;
  const row = {
    type,
    id,
    rev,
    seq,
    patient_id,
    state,
    happened_at,
    payload: await sealParsed(record, baseName(record), owner),
  };
  remember(row, record, owner);
  return row;
}

const summaryName = ({ type, id }: { type: string; id: string }) => `summary:${type}:${id}`;

/** Its content is that of a record, so it is encoded like one. */
export async function summaryRow(summary: Summary, owner: string): Promise<SummaryRow> {
  const { type, id, patient_id } = summary;
  const row = { type, id, patient_id, payload: await sealParsed(summary, summaryName(summary), owner) };
  const day = dayOf(summary);
  return day === undefined ? row : { ...row, day };
}

export const summaryIn = (row: SummaryRow, owner: string): Promise<Summary> =>
  open(row.payload, summaryName(row), owner);

/** A page of the feed is decoded once; the records of a whole clinic would fill the memory. */
const OPENED_MOST = 512;
/** Cache of decoded records, the one used last at its end. */
const opened: Map<string, { payload: number; rev: number; seq: number; era: number; record: ServerRecord }> = new Map();

/** Callers must not change the result. */
export async function recordOf(row: BaseRow, owner: string): Promise<ServerRecord> {
  const name = baseName(row);
  const known = opened.get(`${owner} ${name}`);
  if (known && isSame(known, row)) {
    remember(row, known.record, owner);
    return known.record;
  }
  const record = await open(row.payload, name, owner);
  remember(row, record, owner);
  return record;
}

/** A restored server counts from an earlier number again: the same rev of another era is another content. */
const isSame = (known: { payload: number; rev: number; seq: number; era: number }, row: BaseRow) =>
  known.rev === row.rev &&
  known.seq === row.seq &&
  known.era === (row.era ?? 0) &&
  known.payload === row.payload.length;

function remember(row: BaseRow, record: ServerRecord, owner: string) {
  const { payload, rev, seq, era = 0 } = row;
  const name = `${owner} ${baseName(row)}`;
  opened.delete(name);
  opened.set(name, { payload: payload.length, rev, seq, era, record });
  for (const oldest of opened.keys()) {
    if (opened.size <= OPENED_MOST) break;
    opened.delete(oldest);
  }
}

/** After the base was dropped, or another person's database was opened. */
export const forgetOpened = () => opened.clear();
