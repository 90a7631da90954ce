// The open boxes of one kind as chips: a tap writes lot, expiry and the next unused unit into the note.
import { lotKey } from "../core/traceability.js";
import { today } from "../lib/dates.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { chips } from "./chips.js";
import { byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "./shelf-words.js";

const CODES_SHOWN = 3;

/** What a box of each kind says in the note: kind -> (item, unit code) -> the patch of its section. */
const PATCHES = {
  cartridge: ({ lot, expiry }, code) => ({ cartridge_lot: lot, cartridge_expiry: expiry, unit_code: code }),
  anaesthetic: ({ lot, expiry, manufacturer }) => ({ lot, expiry, manufacturer }),
  serum: ({ product, lot, expiry, manufacturer }) => ({ product, lot, expiry, manufacturer }),
  prp_kit: ({ product, lot, expiry }) => ({ kit_brand: product, kit_lot: lot, kit_expiry: expiry }),
  glide: ({ product, lot }) => ({ glide_product: product, glide_lot: lot }),
};
const LOT_FIELD = { cartridge: "cartridge_lot", prp_kit: "kit_lot", glide: "glide_lot" };

/** What a box does not say is cleared, so that nothing of another box stays beside it. */
const whole = (patch) => Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value ?? null]));
const cleared = (patch) => Object.fromEntries(Object.keys(patch).map((name) => [name, null]));

/**
 * The choices, the soonest to expire first: [{id, lot, expiry, code, patch}]. Closed and expired boxes are not offered, nor
 * is a cartridge that another note names; of a box with unit codes the next few are.
 */
export function shelfOptions({ kind, lots, inUse = new Map(), noteId = "", on = today() }) {
  return lots
    .filter((box) => isOpen(box) && itemOf(box).kind === kind && itemOf(box).lot && !isExpired(box, on))
    .sort(byExpiry)
    .flatMap((box) => {
      const item = itemOf(box);
      const hasCodes = kind === "cartridge" && item.unit_codes?.length;
      const codes = hasCodes ? unusedCodes(box, inUse, noteId).slice(0, CODES_SHOWN) : [null];
      return codes.map((code) => ({ id: `${box.id} ${code ?? ""}`, lot: item.lot, expiry: item.expiry, product: item.product, code, patch: whole(PATCHES[kind](item, code)) }));
    });
}

/**
 * options: those of shelfOptions, and {value (the section of the note), labelledby, disabled, onPick(patch)}. Tapping what is
 * chosen takes it back: the patch then clears its fields.
 */
export function shelfChips({ value = {}, labelledby, disabled, onPick, ...shelf }) {
  const found = shelfOptions(shelf);
  if (!found.length) return html`<p class="hint">${t("No open box of this kind is on the shelf.")} </p><a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a>`;
  const lotField = LOT_FIELD[shelf.kind] ?? "lot";
  const chosen = found.find(({ lot, code }) => lotKey(lot) === lotKey(value[lotField]) && (code === null || lotKey(code) === lotKey(value.unit_code)));
  const choices = found.map(({ id, lot, expiry, product, code }) => ({
    value: id,
    label: code ?? lot,
    note: [code ? lot : product, expiry && t("until {date}", { date: expiry.slice(0, 7) })].filter(Boolean).join(" · "),
  }));
  const pick = (id) => onPick(id ? found.find((option) => option.id === id).patch : cleared(chosen.patch));
  return chips({ choices, value: chosen?.id ?? null, labelledby, disabled, onChange: pick, className: "shelf-chips" });
}
