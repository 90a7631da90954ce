// Which single units a note names, and when two spellings of a lot are equal (server/domain/traceability.py).
import type { Content, LocalRecord } from "../types.js";
import { devicesOf } from "./views.js";

const SEPARATORS = /[\s\-\u2010-\u2015\u2212_]+/g;

/** The normal form in which two spellings of one lot are equal: case, spaces and dashes do not count. */
export const lotKey = (text: unknown) =>
  typeof text === "string" ? text.normalize("NFKC").toLowerCase().replace(SEPARATORS, "") : "";

/** The codes of single-use parts, exactly as the note has them. */
export function unitCodesOf(content: Content): string[] {
  return devicesOf(content)
    .map((key) => content[key].unit_code)
    .filter((code) => lotKey(code));
}

/** Which unit codes each note in use names, in their search form. Returns note ids by code. */
export function unitsInUse(notes: LocalRecord[]): Map<string, Set<string>> {
  const found: Map<string, Set<string>> = new Map();
  for (const { id, state, fields } of notes) {
    if (state === "void") continue;
    for (const code of unitCodesOf(fields)) {
      const key = lotKey(code);
      found.set(key, (found.get(key) ?? new Set()).add(id));
    }
  }
  return found;
}

/** The unit codes of this content that another note names too. */
export const usedUnits = (content: Content, noteId: string, inUse: Map<string, Set<string>>): string[] =>
  unitCodesOf(content).filter((code) => [...(inUse.get(lotKey(code)) ?? [])].some((id) => id !== noteId));
