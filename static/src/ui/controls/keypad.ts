// A number pad with buttons large enough for gloves; a hardware keyboard works in it as well.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { readNumber, showNumber, unitWord, withUnit } from "../../lib/numbers.js";
import type { Field } from "../../types.js";
import { icon } from "../layout/icons.js";
import { offers } from "./chips.js";
import { openSheet, type SheetContent } from "./dialog.js";

/** What the number pad needs of a field. */
export type NumberField = Pick<Field, "label" | "unit" | "minimum" | "maximum" | "usual">;

export interface KeypadOptions extends NumberField {
  value: number | null | undefined;
  about?: string;
}

const DIGITS = [..."123456789.0"];

function rangeText({ minimum, maximum, unit }: Pick<Field, "minimum" | "maximum" | "unit">) {
  if (typeof minimum !== "number" || typeof maximum !== "number") return unitWord(unit);
  return t("{low} to {high}", { low: showNumber(minimum), high: withUnit(maximum, unit) });
}

const boxOf = (event: Event) => event.currentTarget as HTMLInputElement;

/** Settles with a number, null when it was emptied, or undefined when the sheet was dismissed. */
export function openKeypad(options: KeypadOptions): Promise<number | null | undefined> {
  const { label, value, unit, usual, about } = options;
  let text = typeof value === "number" ? showNumber(value) : "";
  let fresh = true;
  const content: SheetContent<number | null> = (close, update) => {
    const put = (next: string) => {
      text = next;
      fresh = false;
      update();
    };
    const press = (key: string) => {
      const before = fresh ? "" : text;
      if (key !== "." || !before.includes(".")) put(before + key);
    };
    const number = readNumber(text);
    const wrong = Number.isNaN(number);
    const submit = (event: Event) => {
      event.preventDefault();
      if (!wrong) close(number);
    };
    return html`<form class="keypad" @submit=${submit}>
      <div class="keypad-figure">
        <input autofocus inputmode="none" autocomplete="off" aria-label=${label} aria-invalid=${wrong} aria-describedby="keypad-range" .value=${text}
          @focus=${(event: Event) => boxOf(event).select()} @input=${(event: Event) => put(boxOf(event).value)} /><span class="unit">${unitWord(unit)}</span>
      </div>
      <p class="hint" id="keypad-range">${wrong ? t("This is not a number.") : rangeText(options)}</p>
      ${usual?.length ? html`<div class="cluster">${offers(usual, unit, close)}</div>` : nothing}
      <div class="keypad-keys">
        ${DIGITS.map((key) => html`<button type="button" class="button" @click=${() => press(key)}>${key}</button>`)}
        <button type="button" class="button" aria-label=${t("Delete the last digit")} @click=${() => put(text.slice(0, -1))}>${icon("backspace")}</button>
      </div>
      <div class="sheet-actions">
        <button type="button" class="button" @click=${() => close(null)}>${t("Clear|button")}</button>
        <button type="submit" class="button button--primary" ?disabled=${wrong}>${t("Done")}</button>
      </div>
    </form>`;
  };
  return openSheet(label, content, { about });
}
