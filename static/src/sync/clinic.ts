// The settings of the clinic are changed on the server only: these requests fail offline.

import { request } from "../api.js";
import type { Deputy } from "../types.js";

/** What the clinic has decided for all its people and tablets. Empty texts where it has not said. */
export interface ClinicSettings {
  phone: string;
  emergency: string;
  country: string;
  time_zone: string;
  lock_minutes: number;
  lease_days: number;
  scope_months: number;
  second_factor: string;
  review: string;
  review_share: number;
  /** Ids of people. */
  trainees: string[];
  review_days: number;
  /** Whose notes wait for whom. */
  reviewers: { of: string; by: string[] }[];
  deputies: Deputy[];
  countersign: string;
  /** Ids of people, by the product of a device. */
  trained: Record<string, string[]>;
  /** For how long a link for a patient may last; 0: there are none. */
  link_days: number;
  /** How many people treat or supervise. */
  clinicians: number;
  /** Those that can be chosen, as codes of ISO 3166. */
  countries: string[];
}

export const readClinic = (): Promise<ClinicSettings> => request("/clinic");

/** What is not named stays as it is. */
export const changeClinic = (body: Partial<ClinicSettings>): Promise<ClinicSettings> =>
  request("/clinic", { method: "PATCH", body });

export interface CoverageGroup {
  why: string;
  signed: number;
  asked: number;
  reviewed: number;
  late: number;
}

/** GET /review/coverage */
export interface Coverage {
  seed: string;
  groups: CoverageGroup[];
  /** Of the reviewed notes that named their reviewers. */
  by_whom: { named: number; deputy: number; other: number };
  differs: string[];
}

/** Of what was signed since that day, as the tablet counts it. */
export const readCoverage = (first: string, offset: number): Promise<Coverage> =>
  request("/review/coverage", { query: { first, offset_min: offset } });

/** The median and the middle half; null where fewer patients have it than are told of. */
export interface Measure {
  name: string;
  patients: number;
  low: number | null;
  median: number | null;
  high: number | null;
}

export interface SessionRow {
  sessions: number;
  measures: Measure[];
}

/** GET /outcomes */
export interface Outcomes {
  fewest: number;
  visits: number;
  patients: number;
  /** After so many sessions. */
  results: SessionRow[];
  /** At this session. */
  sessions: SessionRow[];
}

/** Of the visits since that day; without one of all. */
export const readOutcomes = (first: string): Promise<Outcomes> =>
  request("/outcomes", first ? { query: { first } } : {});
