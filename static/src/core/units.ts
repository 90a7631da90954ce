// How repeating units are named, and the row of limits that both sides of the face share. Mirrors
// server/domain/context.py.

import type { Content, Unit } from "../types.js";
import { own } from "./figures.js";
/**
 * The rule context of a record: `used_units`, `baseline`, `photo_before`, `note_id` and `same_day`, the contents of the
 * patient's other notes of the day, are optional.
 */
export type Context = {
  patient: Content;
  previous: string | null;
  now: Date | string | number;
  limits: Unit;
  type?: string;
  used_units?: string[];
  baseline?: Unit;
  photo_before?: boolean;
  note_id?: string;
  same_day?: Content[];
};

export const zoneLimits = (limits: Unit, zone: string): Unit => own(limits.zones, withoutSide(zone)) ?? {};

export const withoutSide = (zone: string) => zone.replace(/_left$|_right$/, "");

/** The units of a repeating section, in the order of their keys. */
export const unitsOf = (content: Content, section: string) =>
  Object.keys(content)
    .filter((key) => key.startsWith(`${section}:`))
    .sort();

export const each = (content: Content, section: string, derive: (key: string) => Unit): Content =>
  Object.fromEntries(unitsOf(content, section).map((key) => [key, derive(key)]));
