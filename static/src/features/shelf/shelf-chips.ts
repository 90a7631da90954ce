// The open boxes of one kind as chips: a tap writes lot, expiry and the next unused unit into the note.
import { lotKey, type UnitsInUse } from "../../core/traceability.js";
import { today } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Unit } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { dotted } from "../../ui/layout/page.js";
import { type BoxKind, byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "./shelf-labels.js";
import { enteredFor, type UsedBox, withBox, withoutBox } from "./shelf-patch.js";

export interface ShelfQuery {
  kind: BoxKind;
  lots: LocalRecord[];
  inUse?: UnitsInUse;
  noteId?: string;
  on?: string;
}

/** One choice: a box, or one unit of a box. */
export interface ShelfOption {
  id: string;
  lot?: string;
  expiry?: string;
  product?: string;
  code: string | null;
  box: UsedBox;
}

export interface ShelfChipsOptions extends ShelfQuery {
  /** The section of the note. */
  value?: Unit;
  labelledby?: string;
  disabled?: boolean;
  onPick: (patch: Unit) => void;
}

const CODES_SHOWN = 3;

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
      box: { ...itemOf(box), code },
    }));
  });
}

/** Tapping the chosen chip again undoes the choice. */
export function shelfChips({ value = {}, labelledby, disabled, onPick, ...shelf }: ShelfChipsOptions): Template {
  const found = shelfOptions(shelf);
  if (!found.length)
    return html`<p class="hint">${t("No open box of this kind is on the shelf.")} </p><a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a>`;
  const entered = (from: "lot" | "code") => lotKey(enteredFor(shelf.kind, from, value));
  const chosen = found.find(
    ({ lot, code }) => lotKey(lot) === entered("lot") && (code === null || lotKey(code) === entered("code")),
  );
  const choices = found.map(({ id, lot, expiry, product, code }) => ({
    value: id,
    label: code ?? lot,
    note: dotted(code ? lot : product, expiry && t("until {date}", { date: expiry.slice(0, 7) })),
  }));
  const pick = (id: string | null) => {
    const picked = found.find((option) => option.id === id);
    if (picked) onPick(withBox(shelf.kind, picked.box, value, chosen?.box));
    else if (chosen) onPick(withoutBox(shelf.kind, chosen.box, value));
  };
  return chips({ choices, value: chosen?.id ?? null, labelledby, disabled, onChange: pick, className: "shelf-chips" });
}
