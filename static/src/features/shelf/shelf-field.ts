// Offers the open boxes where a section of the note records their lot.
import { unitName } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { NoteModel } from "../note/note-model.js";
import { shelfChips } from "./shelf-chips.js";
import type { BoxKind } from "./shelf-labels.js";

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

/**
 * Nothing where a unit uses no box, or where the screen has no shelf. Without boxes, cartridges get a link to the
 * shelf.
 */
export function shelfField(unit: string, model: NoteModel): Template {
  const kind = KINDS[unitName(unit)];
  const value = model.note.content[unit] ?? {};
  const gate = model.context.section(unit)?.gate;
  const has = model.context.lots?.some(({ fields }) => fields.item?.kind === kind);
  if (
    !kind ||
    model.form.disabled ||
    !model.context.lots ||
    (gate && unit === unitName(unit) && value[gate] !== true) ||
    (!has && kind !== "cartridge")
  )
    return nothing;
  const id = `shelf-${unit}`;
  return html`<div class="field" id="${id}-field"><span class="label" id=${id}>${words()[kind]}</span>
    ${shelfChips({ kind, lots: model.context.lots, inUse: model.context.unitsInUse, noteId: model.note.record.id, value, labelledby: id, onPick: (patch) => model.actions.set(unit, patch) })}</div>`;
}
