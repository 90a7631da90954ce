// What of a note may serve another visit. A protocol is a note without what belonged to that visit and that patient. The
// lists are those of GET /forms (server/domain/catalogue/copying.py); without them nothing is copied.

import { unitName } from "./catalogue.js";

/** @typedef {{never: string[], not_in_protocols: string[]}} Copying */

/** What "same as last time" may bring. @param {Fields} content @param {Copying | undefined} copying @returns {Fields} */
export const copyOf = (content, copying) => (copying ? without(copying.never, content) : {});

/** What of a note a protocol keeps. @param {Fields} content @param {Copying} copying @returns {Fields} */
export const templateOf = (content, { never, not_in_protocols: besides }) => without([...never, ...besides], content);

/** Empty units are left away. @param {string[]} barred @param {Fields} content @returns {Fields} */
function without(barred, content) {
  const stays = (/** @type {string} */ unit, /** @type {[string, any]} */ [name, value]) =>
    value !== null && ![unitName(unit), `${unitName(unit)}.${name}`].some((path) => barred.includes(path));
  const units = Object.entries(content).map(([unit, values]) => [
    unit,
    Object.fromEntries(Object.entries(values).filter((entry) => stays(unit, entry))),
  ]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}
