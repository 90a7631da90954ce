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

/** Note ids by unit code, in its search form. */
export type UnitsInUse = Map<string, Set<string>>;

/** Which single units notes name, kept: the notes of one owner are looked at again when they have changed. */
export function unitIndex() {
  const inUse: UnitsInUse = new Map();
  const named: Map<string, [string, string][]> = new Map();
  return {
    inUse,
    look(owner: string, notes: LocalRecord[]) {
      for (const [code, id] of named.get(owner) ?? []) inUse.get(code)?.delete(id);
      const used = notes.filter(({ state }) => state !== "void");
      const found = used.flatMap(({ id, fields }) =>
        unitCodesOf(fields).map((code): [string, string] => [lotKey(code), id]),
      );
      for (const [code, id] of found) inUse.set(code, (inUse.get(code) ?? new Set()).add(id));
      named.set(owner, found);
    },
  };
}

/** Those that these notes name. */
export function unitsInUse(notes: LocalRecord[]): UnitsInUse {
  const index = unitIndex();
  index.look("", notes);
  return index.inUse;
}

/** The unit codes of this content that another note names too. */
export const usedUnits = (content: Content, noteId: string, inUse: UnitsInUse): string[] =>
  unitCodesOf(content).filter((code) => [...(inUse.get(lotKey(code)) ?? [])].some((id) => id !== noteId));
