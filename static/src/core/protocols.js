// What of a note may serve another visit: only fields that are named, in the lists of GET /forms
// (server/domain/catalogue/copying.py). Without them nothing is copied. A protocol is a note without what belonged to that
// visit and that patient.

import { unitName } from "./catalogue.js";

/** @typedef {{last_visit?: string[], protocol?: string[]}} Copying */

/** What "same as last time" may bring. @param {Fields} content @param {Copying | undefined} copying @returns {Fields} */
export const copyOf = (content, copying) => only(copying?.last_visit ?? [], content);

/** What of a note a protocol keeps. @param {Fields} content @param {Copying | undefined} copying @returns {Fields} */
export const templateOf = (content, copying) => only(copying?.protocol ?? [], content);

/** Empty units are left away. @param {string[]} named @param {Fields} content @returns {Fields} */
function only(named, content) {
  const stays = (/** @type {string} */ unit, /** @type {[string, any]} */ [name, value]) =>
    value !== null && named.includes(`${unitName(unit)}.${name}`);
  const units = Object.entries(content).map(([unit, values]) => [
    unit,
    Object.fromEntries(Object.entries(values).filter((entry) => stays(unit, entry))),
  ]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}
