// Which values of a note may serve another visit: only fields named in the lists of GET /forms
// (server/domain/catalogue/copying.py). Without the lists nothing is copied. A protocol is a note without what belonged
// to that visit and that patient.
import type { Content, Value } from "../types.js";

import { unitName } from "./catalogue.js";

/** The lists of GET /forms: "section.field" of what may be copied. */
export interface Copying {
  last_visit?: string[];
  protocol?: string[];
}

/** What "same as last time" may copy. */
export const copyOf = (content: Content, copying: Copying | undefined): Content =>
  only(copying?.last_visit ?? [], content);

/** What a protocol keeps of a note. */
export const templateOf = (content: Content, copying: Copying | undefined): Content =>
  only(copying?.protocol ?? [], content);

/** Empty units are left out. */
function only(named: string[], content: Content): Content {
  const stays = (unit: string, [name, value]: [string, Value]) =>
    value !== null && named.includes(`${unitName(unit)}.${name}`);
  const units = Object.entries(content).map(([unit, values]) => [
    unit,
    Object.fromEntries(Object.entries(values).filter((entry) => stays(unit, entry))),
  ]);
  return Object.fromEntries(units.filter(([, values]) => Object.keys(values).length));
}
