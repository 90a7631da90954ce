// The open boxes that a section of the note can be traced to, offered where the section is entered.
import { unitName } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { NoteModel } from "../note/note-model.js";
import { shelfChips } from "./shelf-chips.js";
import type { BoxKind } from "./shelf-labels.js";

/** What the shelf reads and writes of a note on the screen. */
export type ShelfDesk = Pick<NoteModel, "content" | "note" | "lots" | "unitsInUse" | "disabled" | "section" | "set">;

const KINDS: Partial<Record<string, BoxKind>> = {
  device: "cartridge",
  numbing: "anaesthetic",
  needling: "glide",
  prp: "prp_kit",
  serum: "serum",
};
const words = (): Record<BoxKind, string> => ({
  cartridge: t("Cartridge from the shelf"),
  anaesthetic: t("Cream from the shelf"),
  glide: t("Glide from the shelf"),
  prp_kit: t("Kit from the shelf"),
  serum: t("Serum from the shelf"),
});

/** Nothing where a unit uses no box, or where the screen has no shelf. Without boxes: for cartridges the link to the shelf. */
export function shelfField(unit: string, desk: ShelfDesk): Template {
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
