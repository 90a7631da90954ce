// Which values of a note may serve another visit: only fields named in the lists of GET /forms
// (server/domain/catalogue/copying.py). Without the lists nothing is copied. A protocol is a note without what belonged
// to that visit and that patient.
import type { Content, Unit, Value } from "../types.js";

import { unitName } from "./catalogue.js";

/** The lists of GET /forms: "section.field" of what may be copied. */
export interface Copying {
  last_visit?: string[];
  protocol?: string[];
  /** Of rows, the columns that may be copied. */
  columns?: Record<string, string[]>;
  /** Sections of which only the first unit is copied. */
  not_repeated?: string[];
}

/** What "same as last time" may copy. */
export const copyOf = (content: Content, copying: Copying | undefined): Content =>
  only(copying?.last_visit ?? [], content, copying);

/** What a protocol keeps of a note. */
export const templateOf = (content: Content, copying: Copying | undefined): Content =>
  only(copying?.protocol ?? [], content, copying);

/** Empty units are left out. */
function only(named: string[], content: Content, copying: Copying | null | undefined): Content {
  const kept = (unit: string, name: string, value: Value): Value => {
    const path = `${unitName(unit)}.${name}`;
    const columns = copying?.columns?.[path];
    if (columns && Array.isArray(value)) return someRows(value.map((row) => pick(row, columns)));
    return named.includes(path) ? value : null;
  };
  const isFirst = (unit: string) => unit === unitName(unit) || !copying?.not_repeated?.includes(unitName(unit));
  const units = Object.entries(content)
    .filter(([unit]) => isFirst(unit))
    .map(([unit, values]): [string, Unit] => [
      unit,
      present(Object.entries(values).map(([name, value]) => [name, kept(unit, name, value)])),
    ]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}

const present = (entries: [string, Value][]): Unit => Object.fromEntries(entries.filter(([, value]) => value != null));

const pick = (row: Unit, columns: string[]): Unit => present(columns.map((name) => [name, row?.[name]]));

function someRows(rows: Unit[]) {
  const filled = rows.filter((row) => Object.keys(row).length);
  return filled.length ? filled : null;
}
