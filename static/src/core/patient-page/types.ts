// The shapes of the patient's page: its facts, and the page in words.
import type { Content, Unit, Value } from "../../types.js";

/** A note or follow-up, as far as the page reads it. */
export interface PageNote {
  id: string;
  state: string;
  content: Content;
  signatures: { meaning: string; at: string; name?: string }[];
  author_id: string | null;
}

export interface Place {
  key: string;
  text: string;
  side: string;
}

export interface Depths {
  low: number | null;
  high: number | null;
  level: number;
  sites: Place[];
}

export interface Point {
  no: number | null;
  on: string | null;
  gais: number | null;
  done: boolean;
  final: boolean;
}

export interface Next {
  kind: string;
  on: string | null;
  weeks: number | null;
}

export interface Care {
  first: string;
  ended: string | null;
  is_today: boolean;
  items: string[];
  prp: boolean;
  bruise: boolean;
  asks: string[];
}

/** What server/domain/patient_page/ describes. */
export interface Facts {
  note_id: string;
  kind: string;
  on: string;
  zone: string;
  minor: boolean;
  operator: string | null;
  why: string[];
  needled: boolean;
  rf: boolean;
  prp: boolean;
  minutes: number | null;
  map_on: string | null;
  depths: Depths[];
  put: Unit[];
  left: Record<string, Value> | null;
  lots: [string, string][];
  progress: Point[];
  score: [number, number] | null;
  next: Next;
  deferred: { cream: boolean; reasons: string[]; private: string[] } | null;
  care: Care | null;
  phone: string;
  signed: { at: string; by: string } | null;
}

/** The text of a language. */
export type Words = Record<string, Value>;

/** The days of the aftercare, which are approved with the text. */
export interface CareDays {
  out: { icon: string; item: string; days: number }[];
  sun: { item: string; strict: number; low: number; screen: number };
  skin: { name: string; from: number; to: number; tail: number }[];
  cards: [number, number][];
  axis: number[];
  over_days: number;
}
