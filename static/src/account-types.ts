// Accounts and devices as the server lists them. Types only, re-exported by types.ts.
import type { Unit, User } from "./types.js";

/** A person as the list of accounts shows them. */
export interface Account extends User {
  active: boolean;
  /** A password has been chosen. */
  joined: boolean;
  /** The role waits for a second person since then. */
  waits_since: string | null;
  /** The id of who gave it; null or "console" for the server's console. */
  waits_by: string | null;
  /** The id of who started a reset that is not used yet. */
  reset_by: string | null;
  created_at: string;
  invite_expires_at: string | null;
}

/** The token of a link to choose a password with. */
export interface Invite {
  token: string;
  expires_at: string;
  /** The server sends the link by email as well. */
  mailed?: boolean;
}

export type DeviceStatus = "active" | "revoked";

/** A tablet or computer as the list of devices shows it. */
export interface Device {
  id: string;
  name: string;
  status: DeviceStatus;
  created_at: string;
  last_seen_at: string;
  app_version: string | null;
  /** Unsent changes at its last report. */
  pending_ops: number;
  oldest_pending_at: string | null;
  /** Who used it last; null or absent where that is not known. */
  last_person?: string | null;
  storage: Unit | null;
}

/** Something that was done to an account: to one's own, or to that of `name`. `by` is empty for the server's console. */
export interface AccountNotice {
  kind: string;
  at: string;
  device?: string;
  name?: string;
  by?: string;
}

/** What a tablet seals to, whether the server knows its keys, and how it is to lock. */
export interface ClinicKeys {
  /** Null where the server has none that it can open. */
  clinic: string | null;
  /** Names of this person's keys on this device. */
  signing: string[];
  /** Whether the clinic has a copy of the data key. */
  recovery: boolean;
  /** The clinic manages the tablet's own lock. */
  managed: boolean;
  lock_minutes: number;
  lease_days: number;
}

/** The server no longer lets this person or this tablet in; until then it takes what is unsent. */
export interface ShutOut {
  until: string | null;
  reason: "user" | "device" | null;
  over: boolean;
}

/** The last check of all rows of the clinic: when, and the records that were not as they were written. */
export interface Verified {
  at: string;
  whole: boolean;
  broken: string[];
}

/**
 * One's own second step at the sign-in: since when one-time codes are asked, how many passkeys there are, and whether the
 * clinic wants that this person sets one up.
 */
export interface OwnFactor {
  since: string | null;
  codes_left: number;
  /** Absent of an earlier version. */
  passkeys?: number;
  asked: boolean;
}

/** What a passkey is to sign. Bytes are base64url without padding. */
export interface AskedPasskey {
  challenge: string;
  /** The name of the server. */
  site: string;
  /** The ids of the person's passkeys. */
  known: string[];
}

/** What the browser needs to make a passkey. */
export interface NewPasskey extends AskedPasskey {
  user_id: string;
  user_name: string;
  user_label: string;
  algorithms: number[];
}

export interface MadePasskey {
  id: string;
  client_data: string;
  attestation: string;
}

export interface PasskeyAnswer {
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
}

/** A passkey as the account shows it. */
export interface OwnPasskey {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

/** `possible`: the server has a name, without which browsers make none. */
export interface OwnPasskeys {
  possible: boolean;
  items: OwnPasskey[];
}
