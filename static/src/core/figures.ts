// Arithmetic with missing figures: a missing figure makes the result missing, and both languages round alike.
import type { Unit, Value } from "../types.js";

/** Unit */

/** The value when it is a finite number, else null. */
export const number = (value: Value): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** Nothing was entered: no value, no choice, no letter. */
export const isEmpty = (value: Value) =>
  value == null || (Array.isArray(value) && !value.length) || (typeof value === "string" && !value.trim());

/** Six places, halves up; always finite, however large. */
export function rounded(value: number) {
  const scaled = value * 1e6 + 0.5;
  if (Number.isFinite(scaled)) return Math.floor(scaled) / 1e6;
  return Number.isNaN(value) ? 0 : Math.max(-Number.MAX_VALUE, Math.min(value, Number.MAX_VALUE));
}

export function product(...factors: (number | null | undefined)[]): number | null {
  let result = 1;
  for (const factor of factors) {
    if (factor == null) return null;
    result *= factor;
  }
  return rounded(result);
}

export const ratio = (above: number | null | undefined, below: number | null | undefined): number | null =>
  above == null || !below ? null : rounded(above / below);

/** The sum; null when there is nothing to add or one figure is missing. */
export function total(figures: (number | null)[]) {
  let sum = 0;
  for (const figure of figures) {
    if (figure == null) return null;
    sum += figure;
  }
  return figures.length ? rounded(sum) : null;
}

/** The sum of the known figures, a lower bound; null when none is known. */
export const knownTotal = (figures: (number | null)[]) => total(figures.filter((figure) => figure != null));

export const numbers = (values: Value): number[] =>
  (Array.isArray(values) ? values : [values]).filter((one) => number(one) != null);

export const rows = (unit: Unit, name: string): Unit[] =>
  Array.isArray(unit[name]) ? unit[name].filter((row) => row && typeof row === "object" && !Array.isArray(row)) : [];

/** A row of a table by an own key, never one of its prototype. */
export const own = (table: Unit, key: Value): Value =>
  typeof key === "string" && Object.hasOwn(table, key) ? table[key] : undefined;
