// How repeating units are named, and the row of limits both sides of the face share. Mirrors server/domain/context.py.

import { own } from "./figures.js";

/** @typedef {import("./figures.js").Unit} Unit */
/** @typedef {Record<string, Unit>} Content */
/** What surrounds a record: `used_units`, `baseline`, `photo_before`, `note_id` and `same_day`, the contents of
 * the patient's other notes of the day, may be left out.
 * @typedef {{patient: Content, previous: string | null, now: Date | string | number, limits: Unit, type?: string,
 *   used_units?: string[], baseline?: Unit, photo_before?: boolean, note_id?: string, same_day?: Content[]}} Context */

/** @param {Unit} limits @param {string} zone @returns {Unit} */
export const zoneLimits = (limits, zone) => own(limits.zones, withoutSide(zone)) ?? {};

/** @param {string} zone */
export const withoutSide = (zone) => zone.replace(/_left$|_right$/, "");

/** The units of a repeating section, in the order of their keys. @param {Content} content @param {string} section */
export const unitsOf = (content, section) =>
  Object.keys(content)
    .filter((key) => key.startsWith(`${section}:`))
    .sort();

/** @param {Content} content @param {string} section @param {(key: string) => Unit} derive @returns {Content} */
export const each = (content, section, derive) =>
  Object.fromEntries(unitsOf(content, section).map((key) => [key, derive(key)]));
