// The shapes that several folders share: records, fields, findings, permissions, and the answers of the API. Types
// only: nothing of this file is shipped. The server's side is server/schemas and server/domain/catalogue/kinds.py.

import type { AccountNotice, ClinicKeys, OwnFactor, ShutOut, Verified } from "./account-types.js";
import type { Forms, RecordState, RecordTypeName } from "./form-types.js";
import type { TraceEntry } from "./trace-types.js";

export type * from "./account-types.js";
export type * from "./trace-types.js";
export type * from "./form-types.js";

/** A recorded value. Only the catalogue knows its shape, at run time, so this is the one place that says `any`. */
// biome-ignore lint/suspicious/noExplicitAny: the catalogue, read at run time, knows the shape
export type Value = any;
/** The fields of one merge unit. */
export type Unit = Record<string, Value>;
/** A record's content: merge unit -> field -> value. */
export type Content = Record<string, Unit>;

export interface Signature {
  version: number;
  meaning: "author" | "amendment" | "countersign";
  user_id: string;
  name: string;
  at: string;
  /** By the clock of the tablet it was signed on. */
  client_at?: string;
  /** Sent again after a restore without proof: when it was first received, as its tablet states. */
  claimed_at?: string;
  content_hash: string;
  device_id?: string;
  key?: string;
  acknowledged: Acknowledged[];
  /** The limits the note was judged by. */
  limits_version?: string;
  /** Whether this version waits for a review, and why; absent where all do. */
  review?: { why: string; share?: number; named?: string[]; asked: boolean };
}

/** A warning as it was shown; the bare rule in ops and signatures of version 0.1.0. */
export type Acknowledged = string | Pick<Finding, "rule" | "at" | "fp">;

export interface Review {
  outcome: "approved" | "returned";
  comment: string;
  unit: string | null;
  by: string;
  name: string;
  at: string;
  version: number;
  content_hash: string;
  /** What of it was on the reviewer's screen; `bulk` where it was approved together with others. */
  shown?: { bulk?: string; parts: string[]; first_at: string; last_at: string };
}

export type Severity = "block" | "block*" | "reason*" | "reason" | "warn" | "info";

/** One safety rule that fired; `numbers` maps paths to the values judged, `at` is a unit of a repeating section. */
/** The day on which a finding was answered for a course, and who signed it. */
export interface Decision {
  on: string;
  by: string;
}

export interface Finding {
  rule: string;
  severity: Severity;
  message: string;
  fields: string[];
  numbers: Unit;
  source: string;
  at: string | null;
  alert: boolean;
  /** The fingerprint of what was judged. */
  fp?: string;
  /**
   * In an amendment that did not raise it: present at the signature, learned later, known but omitted then, or
   * withdrawn from the record since. Or answered at an earlier session of the course, as `decided` says. `was` is the
   * severity it would have.
   */
  since?: "signed" | "learned" | "omitted" | "withdrawn" | "decided" | null;
  was?: Severity | null;
  /** The day on which that became known, as far as the patient's record says. */
  learned_on?: string | null;
  /** The day since which that is no longer on the record, as far as it says. */
  ended_on?: string | null;
  /** What an answer is remembered under; empty where it is asked at each session. */
  decision?: string;
  decided?: Decision | null;
  /** Paths whose values stand in the message. */
  said?: string[];
  /** What this finding is about among those of the rule at this place: one of two allergies. */
  thing?: string;
  /** The name of the limits it was judged by, where the review shows it. */
  limits?: string;
}

/** A record as the server sends it. */
export interface ServerRecord {
  type: RecordTypeName;
  id: string;
  patient_id: string | null;
  author_id: string;
  author_name: string;
  state: RecordState;
  version: number;
  rev: number;
  seq: number;
  schema: number;
  content_hash: string;
  /** Absent on a void record. */
  fields?: Content;
  signatures: Signature[];
  review: Review | null;
  findings?: Finding[];
  /** Of a note or a follow-up: the ids of the people who wrote any of it. */
  writers?: string[];
  trace?: TraceEntry[];
  /** Came from another installation, proven by no key: which signatures (by place) and revisions. */
  stated?: { signatures: number[]; revisions: number[] };
  /** Whom it was written for, where it was moved. */
  signed_patient_id?: string;
  happened_at: string;
  created_at: string;
  updated_at: string;
}

/** A received record with this tablet's pending changes applied. */
export interface LocalRecord extends ServerRecord {
  fields: Content;
  /** Ops of this record that the server has not confirmed. */
  pending: number;
  /** Ops of this record that the server refused and that need a person. */
  attention: number;
  /** What has happened on this tablet only so far: {created, signed, approved, returned, amended, voided, resolved}. */
  local: Record<string, true>;
}

/** One change, as stored and, with its `n`, as sent. */
export interface Op {
  op_id: string;
  user_id: string;
  kind: string;
  type: RecordTypeName;
  id: string;
  client_time: string;
  clock_offset_ms: number;
  app: string;
  schema?: number;
  [more: string]: Value;
}

/** An op in the outbox, in sent or in attention; `payload` is the encoded op. */
export interface OpRow {
  n: number;
  op_id: string;
  type: RecordTypeName;
  id: string;
  kind: string;
  at: string;
  frozen: 0 | 1;
  /** Changes with every write of the row, so that a writer notices a concurrent write. */
  stamp: string;
  payload: Uint8Array;
  /** When the server first took it; an op in the outbox that has it is sent again after a restore. */
  received_at?: string;
  /** The server's proof of that. */
  receipt?: string | null;
  status?: string;
  conflict_id?: string | null;
  code?: string;
  /** The encoded answer that put the op into attention. */
  answer?: Uint8Array;
  /** Sealed to the clinic when it was frozen: what anybody on this tablet may deliver. */
  sealed?: string;
  /** The server has it that way. Its author still sends it, for the record as it is now. */
  delivered?: 1;
}

export interface BaseRow {
  type: RecordTypeName;
  id: string;
  rev: number;
  seq: number;
  patient_id: string | null;
  state: RecordState;
  happened_at: string;
  payload: Uint8Array;
  /** Of which reading of the clinic's records it is: see `startEpoch`. */
  era?: number;
}

/** What lists need of a record; `payload` is the encoded summary, `day` the one lists of the present find it by. */
export interface SummaryRow {
  type: RecordTypeName;
  id: string;
  patient_id: string | null;
  day?: string;
  payload: Uint8Array;
}

export type Role = "practitioner" | "supervisor" | "admin";

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  treats: boolean;
  /** A second person stands behind the role; unknown to sessions kept by an app of before. */
  confirmed?: boolean;
}

/** Somebody a field can name; a colleague as this tablet knows them. */
export interface Person {
  id: string;
  name: string;
}

export interface Clinic {
  id: string;
  name: string;
}

export interface Session {
  user: User;
  clinic: Clinic;
  demo: boolean;
  epoch?: string;
  server_time?: string;
  /** The password is asked for again then, and after so many minutes without an answer of the server. */
  signed_in_until?: string;
  idle_minutes?: number;
  /** Absent of an earlier version. */
  keys?: ClinicKeys;
  version?: string;
  device?: { id: string; name: string };
  notices?: AccountNotice[];
  second_factor?: OwnFactor;
  /** Null before the first check. */
  verified?: Verified | null;
  /** The id of the login in the browser's cookie. */
  login?: string;
  /** The server has ended the login; entries are still possible. */
  expired?: boolean;
}

/** The status of the work on this tablet, and whether the server answers. */
export interface Status {
  saved: boolean;
  unsaved: number;
  waiting: number;
  /** Files of photos that the server does not have, apart from the changes that name them. */
  photos: number;
  attention: number;
  conflicts: number;
  /** Refused or imported entries on the server that this person may settle; of the clinic for a supervisor. */
  quarantine: number;
  receivedAt: string | null;
  oldest: string | null;
  /** Entries that were in this tablet's storage when the browser erased it, and that the server never received. */
  erased: number;
  shutOut: ShutOut | null;
  leaseOver: boolean;
  connection: "online" | "offline" | "signin" | "unknown";
  syncing: boolean;
  checkedAt: string | null;
  updateReady: boolean;
  clockWrong: boolean;
  trouble: string;
}

/** What the app passes to a screen. */
export interface AppContext {
  version: string;
  demo: boolean;
  user: User;
  clinic: Clinic;
  forms: Forms;
  applyUpdate: () => void;
}
