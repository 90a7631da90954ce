// The audit trail exists on the server only: these requests fail offline.

import { download, request } from "../api.js";
import type { Unit } from "../types.js";

/** One row: its sentence with what the placeholders stand for, the record it is about, and that record's patient. */
export interface TrailRow {
  n: number;
  at: string;
  action: string;
  actor_id: string | null;
  /** When a tablet was read, by its own clock; `at` is when it told. */
  seen_at: string | null;
  /** The network address a refused sign-in came from. */
  source: string | null;
  device_name: string | null;
  record: { type: string; id: string } | null;
  /** The identity of a patient. */
  patient: Unit | null;
  /** Settings of the clinic, before and after. */
  changes?: { name: string; before: unknown; after: unknown }[];
  sentence: string;
  params: Record<string, string>;
}

/** Which rows; an empty text asks for all. */
export interface TrailWanted {
  patient: string;
  user: string;
  day: string;
}

export interface TrailPage {
  items: TrailRow[];
  next: string | null;
}

/** The day is meant as this tablet counts it. */
const query = ({ patient, user, day }: TrailWanted) => ({
  patient,
  user,
  day,
  offset_min: day ? -new Date(`${day}T12:00`).getTimezoneOffset() : "",
});

export const readTrail = (wanted: TrailWanted, cursor: string | null): Promise<TrailPage> =>
  request("/audit", { query: { ...query(wanted), limit: 100, cursor } });

export const trailFile = (wanted: TrailWanted) => {
  const known = Object.entries(query(wanted)).filter(([, value]) => value !== "");
  return download(`/audit.csv?${new URLSearchParams(known.map(([name, value]) => [name, String(value)]))}`);
};
