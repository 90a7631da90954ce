// Labels of the shelf: kinds of boxes, whether one is open and in date, and its remaining units.
import { lotKey, type UnitsInUse } from "../../core/traceability.js";
import { today } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord } from "../../types.js";

export type BoxKind = "cartridge" | "anaesthetic" | "serum" | "prp_kit" | "glide";

/** The content of an opened box: the section "item" of a lot. */
export interface BoxItem {
  kind?: BoxKind;
  product?: string;
  manufacturer?: string;
  lot?: string;
  expiry?: string;
  unit_codes?: string[];
  /** Of a glide or serum. */
  sterile?: "yes" | "no" | null;
  /** The largest yield of a PRP kit, in %. */
  yield_pct?: number | null;
  opened_on?: string;
  closed_on?: string;
}

export const boxKinds = (): { value: BoxKind; label: string }[] => [
  { value: "cartridge", label: t("Cartridge") },
  { value: "anaesthetic", label: t("Numbing product") },
  { value: "serum", label: t("Serum") },
  { value: "prp_kit", label: t("PRP kit") },
  { value: "glide", label: t("Glide") },
];

export const kindWord = (kind: string | undefined): string =>
  boxKinds().find(({ value }) => value === kind)?.label ?? kind ?? "";

export const itemOf = (box: LocalRecord): BoxItem => box.fields.item ?? {};
export const isOpen = (box: LocalRecord) => box.state === "active" && !itemOf(box).closed_on;

export function isExpired(box: LocalRecord, on = today()): boolean {
  const { expiry } = itemOf(box);
  return Boolean(expiry && expiry < on);
}

/** The single units of a box that no other note names. */
export const unusedCodes = (box: LocalRecord, inUse: UnitsInUse, noteId = ""): string[] =>
  (itemOf(box).unit_codes ?? []).filter((code) => [...(inUse.get(lotKey(code)) ?? [])].every((id) => id === noteId));

/** The box to use first comes first: by expiry, then by the day it was opened. */
export function byExpiry(a: LocalRecord, b: LocalRecord): number {
  const place = (box: LocalRecord) => `${itemOf(box).expiry ?? "9999"} ${itemOf(box).opened_on ?? ""} ${box.id}`;
  return place(a) < place(b) ? -1 : 1;
}
