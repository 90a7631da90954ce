// Arithmetic with gaps: a missing figure makes the result missing, and both languages round alike.

/** @typedef {Record<string, any>} Unit */

/** The value when it is a finite number, else null. @param {any} value @returns {number | null} */
export const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** Nothing was entered: no value, no choice, no letter. @param {any} value */
export const isEmpty = (value) =>
  value == null || (Array.isArray(value) && !value.length) || (typeof value === "string" && !value.trim());

/** Six places, halves up; always finite, however absurd. @param {number} value */
export function rounded(value) {
  const scaled = value * 1e6 + 0.5;
  if (Number.isFinite(scaled)) return Math.floor(scaled) / 1e6;
  return Number.isNaN(value) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(value, Number.MAX_VALUE));
}

/** @param {(number | null | undefined)[]} factors @returns {number | null} */
export function product(...factors) {
  let result = 1;
  for (const factor of factors) {
    if (factor == null) return null;
    result *= factor;
  }
  return rounded(result);
}

/** @param {number | null | undefined} above @param {number | null | undefined} below @returns {number | null} */
export const ratio = (above, below) => (above == null || !below ? null : rounded(above / below));

/** The sum; null when there is nothing to add or one figure is missing. @param {(number | null)[]} figures */
export function total(figures) {
  let sum = 0;
  for (const figure of figures) {
    if (figure == null) return null;
    sum += figure;
  }
  return figures.length ? rounded(sum) : null;
}

/** The sum of what is known, a lower bound; null when nothing is. @param {(number | null)[]} figures */
export const knownTotal = (figures) => total(figures.filter((figure) => figure != null));

/** @param {any} values @returns {number[]} */
export const numbers = (values) => (Array.isArray(values) ? values : [values]).filter((one) => number(one) != null);

/** @param {Unit} unit @param {string} name @returns {Unit[]} */
export const rows = (unit, name) =>
  Array.isArray(unit[name]) ? unit[name].filter((row) => row && typeof row === "object" && !Array.isArray(row)) : [];

/** A row of a table by a key of its own, never one of its prototype. @param {Unit} table @param {any} key @returns {any} */
export const own = (table, key) => (typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined);
