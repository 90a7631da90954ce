// Which boxes of the shelf a supervisor has approved for freshly needled skin (rule S07). Mirrors server/domain/shelf.py.
import type { Content, Unit } from "../types.js";
import { lotKey } from "./traceability.js";

export const APPROVAL = "approval";
/** What an approval repeats: it counts while the box still says so. */
const READ_ON_BOX = ["product", "lot", "sterile"];
/** A reason at every visit, whatever was approved. */
const ALWAYS_ASKED = "vitamin_c";

/** Product, lot and sterility of the boxes whose approval counts. */
export const approvedBoxes = (boxes: Content[]): Unit[] => boxes.filter(isApproved).map(({ item }) => readOn(item));

export const isApproved = ({ item, approval }: Content): boolean =>
  mayBeApproved(item) && READ_ON_BOX.every((name) => isSame(item, approval ?? {}, name));

/** A serum whose box says whether it is sterile. */
export const mayBeApproved = (item: Unit | undefined): boolean =>
  item?.kind === "serum" && ["yes", "no"].includes(item.sterile);

export const readOn = (item: Unit): Unit => Object.fromEntries(READ_ON_BOX.map((name) => [name, item[name]]));

/**
 * True for a serum of such a box; null for any other, so that findings about those stay what they were. A "not sterile"
 * that the box does not say was seen at the visit: nobody has approved that.
 */
export function comesFromApproved(serum: Unit, boxes: Unit[]): true | null {
  if (serum.category === ALWAYS_ASKED) return null;
  const found = boxes.some((box) => isFrom(serum, box) && (serum.sterile !== "no" || box.sterile === "no"));
  return found || null;
}

/** Whether a serum names the product and lot of a box. */
export const isFrom = (serum: Unit, box: Unit): boolean => ["product", "lot"].every((name) => isSame(serum, box, name));

const isSame = (one: Unit, other: Unit, name: string) =>
  lotKey(one[name]) !== "" && lotKey(one[name]) === lotKey(other[name]);
