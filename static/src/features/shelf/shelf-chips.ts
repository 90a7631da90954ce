// @ts-nocheck
// The open boxes of one kind as chips: a tap writes lot, expiry and the next unused unit into the note.
import { lotKey } from "../../core/traceability.js";
import { today } from "../../lib/dates.js";
import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { chips } from "../../ui/controls/chips.js";
import { dotted } from "../../ui/layout/page.js";
import { byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "./shelf-labels.js";

const CODES_SHOWN = 3;

/** What a box of each kind says in the note: the field of its section, and what of the box stands there. */
const FIELDS = {
  cartridge: { cartridge_lot: "lot", cartridge_expiry: "expiry", unit_code: "code" },
  anaesthetic: { lot: "lot", expiry: "expiry", manufacturer: "manufacturer" },
  serum: { product: "product", lot: "lot", expiry: "expiry", manufacturer: "manufacturer" },
  prp_kit: { kit_brand: "product", kit_lot: "lot", kit_expiry: "expiry" },
  glide: { glide_product: "product", glide_lot: "lot" },
};

/** What a box does not say is cleared, so that nothing of another box stays beside it; without a box all of it is. */
const patchOf = (kind, box = {}) =>
  Object.fromEntries(Object.entries(FIELDS[kind]).map(([name, from]) => [name, box[from] ?? null]));

/**
 * The choices, the soonest to expire first: [{id, lot, expiry, code, patch}]. Closed and expired boxes are not offered, nor
 * is a cartridge that another note names; of a box with unit codes the next few are.
 */
export function shelfOptions({ kind, lots, inUse = new Map(), noteId = "", on = today() }) {
  const open = lots.filter((box) => isOpen(box) && itemOf(box).kind === kind && itemOf(box).lot && !isExpired(box, on));
  return open.sort(byExpiry).flatMap((box) => {
    const { lot, expiry, product, unit_codes: codes } = itemOf(box);
    const shown =
      kind === "cartridge" && codes?.length ? unusedCodes(box, inUse, noteId).slice(0, CODES_SHOWN) : [null];
    return shown.map((code) => ({
      id: `${box.id} ${code ?? ""}`,
      lot,
      expiry,
      product,
      code,
      patch: patchOf(kind, { ...itemOf(box), code }),
    }));
  });
}

/**
 * options: those of shelfOptions, and {value (the section of the note), labelledby, disabled, onPick(patch)}. Tapping what is
 * chosen takes it back: the patch then clears its fields.
 */
export function shelfChips({ value = {}, labelledby, disabled, onPick, ...shelf }) {
  const found = shelfOptions(shelf);
  if (!found.length)
    return html`<p class="hint">${t("No open box of this kind is on the shelf.")} </p><a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a>`;
  const said = ["lot", "code"].map((from) =>
    lotKey(value[Object.keys(FIELDS[shelf.kind]).find((name) => FIELDS[shelf.kind][name] === from)]),
  );
  const chosen = found.find(({ lot, code }) => lotKey(lot) === said[0] && (code === null || lotKey(code) === said[1]));
  const choices = found.map(({ id, lot, expiry, product, code }) => ({
    value: id,
    label: code ?? lot,
    note: dotted(code ? lot : product, expiry && t("until {date}", { date: expiry.slice(0, 7) })),
  }));
  const pick = (id) => onPick(found.find((option) => option.id === id)?.patch ?? patchOf(shelf.kind));
  return chips({ choices, value: chosen?.id ?? null, labelledby, disabled, onChange: pick, className: "shelf-chips" });
}
