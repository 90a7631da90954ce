// @ts-nocheck
// What stands on the shelf, in words: kinds of boxes, whether one is open and in date, and which units it still holds.
import { lotKey } from "../../core/traceability.js";
import { today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";

export const boxKinds = () => [
  { value: "cartridge", label: t("Cartridge") },
  { value: "anaesthetic", label: t("Numbing product") },
  { value: "serum", label: t("Serum") },
  { value: "prp_kit", label: t("PRP kit") },
  { value: "glide", label: t("Glide") },
];

export const kindWord = (kind) => boxKinds().find(({ value }) => value === kind)?.label ?? kind ?? "";

export const itemOf = (box) => box.fields.item ?? {};
export const isOpen = (box) => box.state === "active" && !itemOf(box).closed_on;
export const isExpired = (box, on = today()) => Boolean(itemOf(box).expiry && itemOf(box).expiry < on);

/** The single units of a box that no other note names. `inUse` is what unitsInUse made of the notes. */
export const unusedCodes = (box, inUse, noteId = "") =>
  (itemOf(box).unit_codes ?? []).filter((code) => [...(inUse.get(lotKey(code)) ?? [])].every((id) => id === noteId));

/** The box that is used up first comes first: by expiry, then by the day it was opened. */
export function byExpiry(a, b) {
  const place = (box) => `${itemOf(box).expiry ?? "9999"} ${itemOf(box).opened_on ?? ""} ${box.id}`;
  return place(a) < place(b) ? -1 : 1;
}
