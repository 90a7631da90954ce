/** The shapes that travel between the rooms of the browser side. Types only: nothing of this file is shipped. */
type Fields = Record<string, Record<string, any>>;

interface WireRecord {
  type: string;
  id: string;
  patient_id: string | null;
  author_id: string;
  author_name: string;
  state: string;
  version: number;
  rev: number;
  seq: number;
  schema: number;
  content_hash: string;
  /** Absent on a void record. */
  fields?: Fields;
  signatures: any[];
  review: any | null;
  findings?: any[];
  /** Of a note: the ids of the people who wrote any of it. */
  writers?: string[];
  happened_at: string;
  created_at: string;
  updated_at: string;
}

/** A wire record with this tablet's own ops laid over it. */
interface LocalRecord extends WireRecord {
  fields: Fields;
  /** Ops of this record that the server has not confirmed. */
  pending: number;
  /** Ops of this record that the server refused and a person must look at. */
  attention: number;
  /** What is so far true on this tablet only: {created, signed, approved, returned, amended, voided, resolved}. */
  local: Record<string, true>;
}

/** One change, as it is kept and, with its `n`, as it is sent. */
interface Op {
  op_id: string;
  user_id: string;
  kind: string;
  type: string;
  id: string;
  client_time: string;
  clock_offset_ms: number;
  app: string;
  schema?: number;
  [more: string]: any;
}

/** An op as it lies in the outbox, in sent or in attention; `payload` is the sealed op. */
interface OpRow {
  n: number;
  op_id: string;
  type: string;
  id: string;
  kind: string;
  at: string;
  frozen: 0 | 1;
  /** Changes with every write of the row, so that a writer sees when another was faster. */
  stamp: string;
  payload: Uint8Array;
  received_at?: string;
  status?: string;
  conflict_id?: string | null;
  code?: string;
  /** The sealed answer that put the op into attention. */
  answer?: Uint8Array;
}

interface BaseRow {
  type: string;
  id: string;
  rev: number;
  seq: number;
  patient_id: string | null;
  state: string;
  happened_at: string;
  payload: Uint8Array;
}

interface User {
  id: string;
  email: string;
  name: string;
  role: string;
  treats: boolean;
}

interface Session {
  user: User;
  clinic: { id: string; name: string };
  demo: boolean;
  epoch?: string;
  server_time?: string;
  version?: string;
  device?: { id: string; name: string };
  /** What was done to this person's account by somebody else. */
  notices?: { kind: string; at: string }[];
  /** The server has ended the login; writing goes on. */
  expired?: boolean;
}
