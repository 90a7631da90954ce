// @ts-nocheck
// The open boxes that a part of the note can be traced to, offered where the part is entered.
import { unitName } from "../../core/catalogue.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { shelfChips } from "./shelf-chips.js";

const KINDS = { device: "cartridge", numbing: "anaesthetic", needling: "glide", prp: "prp_kit", serum: "serum" };
const words = () => ({
  cartridge: t("Cartridge from the shelf"),
  anaesthetic: t("Cream from the shelf"),
  glide: t("Glide from the shelf"),
  prp_kit: t("Kit from the shelf"),
  serum: t("Serum from the shelf"),
});

/** Nothing where a unit uses no box, or where the screen has no shelf; without boxes the way to the shelf, for cartridges. */
export function shelfField(unit, desk) {
  const kind = KINDS[unitName(unit)];
  const value = desk.content[unit] ?? {};
  const gate = desk.section(unit)?.gate;
  const has = desk.lots?.some(({ fields }) => fields.item?.kind === kind);
  if (!kind || desk.disabled || !desk.lots || (gate && value[gate] !== true) || (!has && kind !== "cartridge"))
    return nothing;
  const id = `shelf-${unit}`;
  return html`<div class="field" id="${id}-field"><span class="label" id=${id}>${words()[kind]}</span>
    ${shelfChips({ kind, lots: desk.lots, inUse: desk.unitsInUse, noteId: desk.note.id, value, labelledby: id, onPick: (patch) => desk.set(unit, patch) })}</div>`;
}
