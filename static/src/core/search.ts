// Finding a patient by a few letters.
import type { Unit } from "../types.js";

/** Letters that Unicode does not decompose, so that "Lukasz" finds "Łukasz". */
const PLAIN: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };

export const folded = (text: unknown): string =>
  String(text ?? "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[łøđßæœıþð]/g, (letter) => PLAIN[letter]);

/**
 * Everything a patient can be found by, as one normalised line: both name orders, number, birth date in three
 * notations.
 */
export function searchText({ given, family, mrn, birth_date: birth = "" }: Unit): string {
  const [year, month, day] = String(birth).split("-");
  const dates = birth
    ? [birth, `${day}-${month}-${year}`, `${Number(day)}-${Number(month)}-${year}`, `${month}-${day}-${year}`]
    : [];
  return folded([given, family, mrn, ...dates].join(" "));
}

/** The words of a query; 14.3.1997 and 14/3/1997 are the same date. */
export const queryWords = (query: string): string[] =>
  folded(query)
    .replace(/(\d)[./](?=\d)/g, "$1-")
    .split(/\s+/)
    .filter(Boolean);
