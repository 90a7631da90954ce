// What choosing a box of the shelf writes into a section of the note, and what taking the choice back removes again.
import { lotKey } from "../../core/traceability.js";
import type { Unit, Value } from "../../types.js";
import type { BoxItem, BoxKind } from "./shelf-labels.js";

/** A box with the one unit that a note would use; null where the box has no unit codes. */
export type UsedBox = BoxItem & { code?: string | null };

/** By kind of box: the fields of the note's section, and the value of the box for each. */
const FIELDS: Record<BoxKind, Record<string, keyof UsedBox>> = {
  cartridge: { cartridge_lot: "lot", cartridge_expiry: "expiry", unit_code: "code" },
  anaesthetic: { lot: "lot", expiry: "expiry", manufacturer: "manufacturer" },
  serum: { product: "product", lot: "lot", expiry: "expiry", manufacturer: "manufacturer", sterile: "sterile" },
  prp_kit: { kit_brand: "product", kit_lot: "lot", kit_expiry: "expiry", kit_yield_pct: "yield_pct" },
  glide: { glide_product: "product", glide_lot: "lot", glide_sterile: "sterile" },
};

/** What is printed beside a lot number and belongs to that lot alone. */
const OF_THE_LOT: (keyof UsedBox)[] = ["lot", "expiry", "code"];

/** What somebody may have seen to be otherwise. */
const SEEN: (keyof UsedBox)[] = ["sterile"];

const isSame = (a: Value, b: Value) => a === b || (lotKey(a) !== "" && lotKey(a) === lotKey(b));

/** The value of the note's section that stands for this value of a box. */
export const enteredFor = (kind: BoxKind, from: keyof UsedBox, section: Unit): Value =>
  Object.entries(FIELDS[kind]).flatMap(([name, key]) => (key === from ? [section[name]] : []))[0];

/** What the box says; a field it says nothing of stays as it is. */
const saidBy = (kind: BoxKind, box: UsedBox): Unit =>
  Object.fromEntries(
    Object.entries(FIELDS[kind]).flatMap(([name, from]) => (box[from] == null ? [] : [[name, box[from]]])),
  );

/** The choice taken back: of what the box says, only what still stands in the section is cleared. */
export const withoutBox = (kind: BoxKind, box: UsedBox, section: Unit): Unit =>
  Object.fromEntries(
    Object.entries(saidBy(kind, box)).flatMap(([name, value]) => (isSame(section[name], value) ? [[name, null]] : [])),
  );

/**
 * The box chosen, in place of the one before; expiry and unit of another lot go with that lot. What somebody has seen
 * and entered stays.
 */
export function withBox(kind: BoxKind, box: UsedBox, section: Unit, before?: UsedBox): Unit {
  const lot = lotKey(enteredFor(kind, "lot", section));
  const gone =
    lot && lot !== lotKey(box.lot)
      ? Object.entries(FIELDS[kind]).filter(([name, from]) => OF_THE_LOT.includes(from) && section[name] != null)
      : [];
  const isSeen = (name: string, from: keyof UsedBox) =>
    SEEN.includes(from) && section[name] != null && !isSame(section[name], before?.[from]);
  const said = Object.entries(saidBy(kind, box)).filter(([name]) => !isSeen(name, FIELDS[kind][name]));
  return {
    ...Object.fromEntries(gone.map(([name]) => [name, null])),
    ...(before ? withoutBox(kind, before, section) : {}),
    ...Object.fromEntries(said),
  };
}
