// The open boxes of one kind as chips: a tap writes lot, expiry and the next unused unit into the note.
import { lotKey, type UnitsInUse } from "../../core/traceability.js";
import { today } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Unit } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { dotted } from "../../ui/layout/page.js";
import { type BoxItem, type BoxKind, byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "./shelf-labels.js";

/** A box with the one unit that a note would use; null where the box has no unit codes. */
type UsedBox = BoxItem & { code?: string | null };

export interface ShelfQuery {
  kind: BoxKind;
  lots: LocalRecord[];
  inUse?: UnitsInUse;
  noteId?: string;
  on?: string;
}

/** One choice: a box, or one unit of a box, and what it writes into the section of the note. */
export interface ShelfOption {
  id: string;
  lot?: string;
  expiry?: string;
  product?: string;
  code: string | null;
  patch: Unit;
}

export interface ShelfChipsOptions extends ShelfQuery {
  /** The section of the note. */
  value?: Unit;
  labelledby?: string;
  disabled?: boolean;
  onPick: (patch: Unit) => void;
}

const CODES_SHOWN = 3;

/** By kind of box: the fields of the note's section, and the value of the box for each. */
const FIELDS: Record<BoxKind, Record<string, keyof UsedBox>> = {
  cartridge: { cartridge_lot: "lot", cartridge_expiry: "expiry", unit_code: "code" },
  anaesthetic: { lot: "lot", expiry: "expiry", manufacturer: "manufacturer" },
  serum: { product: "product", lot: "lot", expiry: "expiry", manufacturer: "manufacturer", sterile: "sterile" },
  prp_kit: { kit_brand: "product", kit_lot: "lot", kit_expiry: "expiry", kit_yield_pct: "yield_pct" },
  glide: { glide_product: "product", glide_lot: "lot", glide_sterile: "sterile" },
};

/** Values that the box lacks are cleared, so that no value of another box remains; without a box all are cleared. */
const patchOf = (kind: BoxKind, box: UsedBox = {}): Unit =>
  Object.fromEntries(Object.entries(FIELDS[kind]).map(([name, from]) => [name, box[from] ?? null]));

/**
 * The choices, the earliest expiry first. Closed and expired boxes are left out, as is a cartridge that another note
 * names; of a box with unit codes the next few units are offered.
 */
export function shelfOptions({ kind, lots, inUse = new Map(), noteId = "", on = today() }: ShelfQuery): ShelfOption[] {
  const open = lots.filter((box) => isOpen(box) && itemOf(box).kind === kind && itemOf(box).lot && !isExpired(box, on));
  return open.sort(byExpiry).flatMap((box) => {
    const { lot, expiry, product, unit_codes: codes } = itemOf(box);
    const shown: (string | null)[] =
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

/** Tapping the chosen chip again undoes the choice: the patch then clears its fields. */
export function shelfChips({ value = {}, labelledby, disabled, onPick, ...shelf }: ShelfChipsOptions): Template {
  const found = shelfOptions(shelf);
  if (!found.length)
    return html`<p class="hint">${t("No open box of this kind is on the shelf.")} </p><a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a>`;
  const entered = (from: keyof UsedBox) => {
    const name = Object.keys(FIELDS[shelf.kind]).find((each) => FIELDS[shelf.kind][each] === from);
    return lotKey(name && value[name]);
  };
  const chosen = found.find(
    ({ lot, code }) => lotKey(lot) === entered("lot") && (code === null || lotKey(code) === entered("code")),
  );
  const choices = found.map(({ id, lot, expiry, product, code }) => ({
    value: id,
    label: code ?? lot,
    note: dotted(code ? lot : product, expiry && t("until {date}", { date: expiry.slice(0, 7) })),
  }));
  const pick = (id: string | null) => onPick(found.find((option) => option.id === id)?.patch ?? patchOf(shelf.kind));
  return chips({ choices, value: chosen?.id ?? null, labelledby, disabled, onChange: pick, className: "shelf-chips" });
}
