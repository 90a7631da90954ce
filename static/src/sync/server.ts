// The state of the server, which only the server knows: this request fails offline.

import { request } from "../api.js";

/** A job that the server does every night. `good_at`: when it last succeeded. */
export interface Job {
  name: "backup" | "verify" | "tidy" | "compose" | "remind";
  state: "waiting" | "running" | "done" | "failed" | "off";
  started_at: string | null;
  seconds: number | null;
  good_at: string | null;
  error: string | null;
}

/** As `GET /server` answers. */
export interface Server {
  version: string;
  database: string;
  database_bytes: number;
  disk_free_bytes: number;
  faults: string[];
  backup_is_late: boolean;
  /** The last check found every row as it was written. */
  whole: boolean;
  /** Messages of this clinic that could not leave. */
  undelivered?: number;
  jobs: Job[];
}

export const readServer = (): Promise<Server> => request("/server");
