// Facts of a serum: whether it may be used on this day and on this person (domain.md 8).

import type { Unit, Value } from "../../types.js";
import { comesFromApproved } from "../shelf.js";
import { day, isPast } from "../times.js";
import { isNever } from "../units.js";

/**
 * `unlisted`: the ingredients are not recorded, and nobody recorded that they were checked. `boxes` are those of the
 * shelf that are approved for freshly needled skin.
 */
export function serumFacts(
  serum: Unit,
  on: number | null,
  allergies: string[],
  limits: Unit,
  boxes: Unit[] = [],
): Unit {
  return {
    expired: isPast(day(serum.expiry), on),
    unchecked: allergies.length > 0 && serum.allergy_checked === "no",
    never_site: hasNeverSite(serum.zones, limits),
    unlisted: !serum.contains?.length && !["yes", "no"].includes(serum.allergy_checked),
    approved: comesFromApproved(serum, boxes),
  };
}

export const hasNeverSite = (sites: Value, limits: Unit): boolean =>
  Array.isArray(sites) && sites.some((site) => isNever(limits, site));
