// Which single units a note names, and when two spellings of a lot are one (server/domain/traceability.py).

const SEPARATORS = /[\s\-\u2010-\u2015\u2212_]+/g;

/** The form in which two spellings of one lot are the same: case, spaces and dashes do not count. @param {unknown} text */
export const lotKey = (text) =>
  typeof text === "string" ? text.normalize("NFKC").toLowerCase().replace(SEPARATORS, "") : "";

/** The codes of single-use parts, letter for letter as the note has them. @param {Fields} content @returns {string[]} */
export function unitCodesOf(content) {
  const code = content.device?.unit_code;
  return lotKey(code) ? [code] : [];
}

/** Which unit codes each note in use names, in their search form. @param {LocalRecord[]} notes @returns {Map<string, Set<string>>} note ids by code */
export function unitsInUse(notes) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { id, state, fields } of notes) {
    if (state === "void") continue;
    for (const code of unitCodesOf(fields)) {
      const key = lotKey(code);
      found.set(key, (found.get(key) ?? new Set()).add(id));
    }
  }
  return found;
}

/** The unit codes of this content that another note names too. @param {Fields} content @param {string} noteId @param {Map<string, Set<string>>} inUse @returns {string[]} */
export const usedUnits = (content, noteId, inUse) =>
  unitCodesOf(content).filter((code) => [...(inUse.get(lotKey(code)) ?? [])].some((id) => id !== noteId));
