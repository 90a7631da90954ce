// How repeating units are named, and the row of limits that both sides of the face share. Mirrors
// server/domain/context.py.

import type { Content, Decision, Unit, Value } from "../types.js";
import { number, own } from "./figures.js";
/**
 * The rule context of a record: `used_units`, `baseline`, `photo_before`, `note_id` and `same_day`, the contents of the
 * patient's other notes of the day, are optional.
 */
export type Context = {
  patient: Content;
  previous: string | null;
  /** The day of the last visit at which a site of the same group was treated; without it, of any site. */
  previous_here?: string | null;
  now: Date | string | number;
  limits: Unit;
  type?: string;
  used_units?: string[];
  baseline?: Unit;
  photo_before?: boolean;
  note_id?: string;
  same_day?: Content[];
  /** The time points at which a follow-up has reached the patient. */
  followed_up?: string[];
  /** The ids of those whom the record may name as having treated; absent where they are not known. */
  people?: string[];
  /** The ids of those who are trained on a device, by its product, where the clinic keeps a register. */
  trained?: Record<string, string[]>;
  /** The boxes of the shelf that a supervisor has approved for freshly needled skin (`shelf.ts`). */
  approved?: Unit[];
  /** The content of the visit that a touch-up completes. */
  completes?: Content;
  /** The answers of earlier sessions that apply, by the `decision` of a finding. */
  decided?: Record<string, Decision>;
};

export const zoneLimits = (limits: Unit, zone: string): Unit => own(limits.zones, withoutSide(zone)) ?? {};

/** A site that is never treated, such as an eyelid. */
export const isNever = (limits: Unit, zone: Value): boolean =>
  typeof zone === "string" && Boolean(zoneLimits(limits, zone).never);

export const withoutSide = (zone: string) => zone.replace(/_left$|_right$/, "");

/** The units of a repeating section: the bare one first, then by their `order`, then by key. */
export function unitsOf(content: Content, section: string): string[] {
  const prefix = `${section}:`;
  const keys = Object.keys(content).filter((key) => key === section || key.startsWith(prefix));
  if (keys.length < 2) return keys;
  return keys
    .map((key) => ({ key, place: key === section ? -1 : orderOf(content[key]) }))
    .sort((a, b) => (a.place === b.place ? (a.key < b.key ? -1 : 1) : a.place < b.place ? -1 : 1))
    .map(({ key }) => key);
}

const orderOf = (unit: Unit) => Math.max(number(unit?.order) ?? Number.POSITIVE_INFINITY, 0);

export const each = (content: Content, section: string, derive: (key: string) => Unit): Content =>
  Object.fromEntries(unitsOf(content, section).map((key) => [key, derive(key)]));
