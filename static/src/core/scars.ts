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

/** Everything that a scar of either assessment goes by. */
export const marksOf = (content: Content, baseline: Unit | undefined): string[] => [
  ...new Set([...scarsOf(baseline), ...scarsOf(content.assessment)].map(markOf)),
];

/**
 * The scars that go by this mark, which several may: those at the site, else those anywhere. The assessment of this
 * visit wins over the first one.
 */
export function bearing(mark: Value, place: string, now: Unit[], first: Unit[]): Unit[] {
  const [today, before] = [now, first].map((scars) => scars.filter((scar) => markOf(scar) === mark));
  return [atSite(today, place), atSite(before, place), today, before].find((scars) => scars.length) ?? [];
}

/** Those assessed at a site; a scar without a site may be anywhere. */
const atSite = (scars: Unit[], place: string) => scars.filter(({ zone }) => zone == null || zone === place);

const isRaised = ({ type }: Unit) => RAISED.includes(type);

/**
 * By the scars that the site names. Where it names none, or one that is not known any more, by those assessed at the
 * site: at this visit, else the first time.
 */
export function hasRaisedScar(place: string, site: Unit, content: Content, baseline: Unit | undefined): boolean {
  const [now, first] = [scarsOf(content.assessment), scarsOf(baseline)];
  const marks: Value[] = Array.isArray(site.scar_ids) ? site.scar_ids : [];
  const bearers = marks.map((mark) => bearing(mark, place, now, first));
  if (marks.length && bearers.every((scars) => scars.length)) return bearers.flat().some(isRaised);
  const assessed = atSite(now, place);
  const here = assessed.length ? assessed : atSite(first, place);
  return [...here, ...bearers.flat()].some(isRaised);
}
