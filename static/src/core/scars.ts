// The scars of a patient, as a site names those that were treated there (`scar_ids`). Mirrors server/domain/scars.py.
import type { Content, Unit, Value } from "../types.js";
import { rows } from "./figures.js";

const RAISED = ["hypertrophic", "keloid"];

/** What a scar goes by: its own mark, else its type and site. */
export function markOf({ id, type, zone }: Unit): string {
  const own = typeof id === "string" ? id.trim() : "";
  return own || `${type || ""}:${zone || ""}`;
}

export const scarsOf = (unit: Unit | undefined): Unit[] => rows(unit ?? {}, "scar_types");

/** The scars by their marks; the assessment of this visit wins over the first one. */
export const knownScars = (content: Content, baseline: Unit | undefined): Map<string, Unit> =>
  new Map([...scarsOf(baseline), ...scarsOf(content.assessment)].map((scar) => [markOf(scar), scar]));

/** Those assessed at a site; a scar without a site may be anywhere. */
const atSite = (scars: Unit[], place: string) => scars.filter(({ zone }) => zone == null || zone === place);

const isRaised = ({ type }: Unit) => RAISED.includes(type);

/**
 * By the scars that the site names. Where it names none, or one that is not known any more, by those assessed at the
 * site: at this visit, else the first time.
 */
export function hasRaisedScar(place: string, site: Unit, content: Content, baseline: Unit | undefined): boolean {
  const known = knownScars(content, baseline);
  const marks: Value[] = Array.isArray(site.scar_ids) ? site.scar_ids : [];
  const named: Unit[] = marks.flatMap((mark) => known.get(mark) ?? []);
  if (marks.length && named.length === marks.length) return named.some(isRaised);
  const now = atSite(scarsOf(content.assessment), place);
  const here = now.length ? now : atSite(scarsOf(baseline), place);
  return [...here, ...named].some(isRaised);
}
