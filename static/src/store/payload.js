// What is sealed in a row, and under which name. An op keeps its name wherever it lies, so that it can go from the
// outbox to sent or attention inside one transaction, without being sealed anew.

import { open, seal, sealParsed } from "./seal.js";

const opName = (/** @type {string} */ opId) => `op:${opId}`;
const baseName = (/** @type {{type: string, id: string}} */ { type, id }) => `base:${type}:${id}`;

/** @param {Op} op @param {string} stamp @returns {Promise<Omit<OpRow, "n">>} */
export async function opRow(op, stamp) {
  const { op_id, type, id, kind, client_time } = op;
  return { op_id, type, id, kind, at: client_time, frozen: 0, stamp, payload: await seal(op, opName(op_id)) };
}

/** @param {OpRow} row @returns {Promise<Op & {n: number}>} */
export const opOf = async (row) => ({ ...(await open(row.payload, opName(row.op_id))), n: row.n });

/** @param {OpRow[]} rows */
export const opsOf = (rows) => Promise.all(rows.map(opOf));

/** @param {string} opId @param {unknown} answer */
export const sealAnswer = (opId, answer) => seal(answer, `answer:${opId}`);

/** @param {OpRow} row @returns {Promise<any>} */
export const answerOf = async (row) => (row.answer ? open(row.answer, `answer:${row.op_id}`) : null);

/** @param {WireRecord} record @returns {Promise<BaseRow>} */
export async function baseRow(record) {
  const { type, id, rev, seq, patient_id, state, happened_at } = record;
  const row = {
    type,
    id,
    rev,
    seq,
    patient_id,
    state,
    happened_at,
    payload: await sealParsed(record, baseName(record)),
  };
  remember(row, record);
  return row;
}

/** Records already opened, so that a list is not parsed again for each keystroke elsewhere. @type {Map<string, {payload: number, rev: number, seq: number, record: WireRecord}>} */
const opened = new Map();

/** @param {BaseRow} row @returns {Promise<WireRecord>} treat it as read-only */
export async function recordOf(row) {
  const name = baseName(row);
  const known = opened.get(name);
  if (known && known.rev === row.rev && known.seq === row.seq && known.payload === row.payload.length)
    return known.record;
  const record = await open(row.payload, name);
  remember(row, record);
  return record;
}

/** @param {BaseRow} row @param {WireRecord} record */
function remember(row, record) {
  const { payload, rev, seq } = row;
  opened.set(baseName(row), { payload: payload.length, rev, seq, record });
}

/** After the base was dropped, or another person's was opened. */
export const forgetOpened = () => opened.clear();
