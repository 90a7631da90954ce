// @ts-nocheck
// A number pad as large as a hand in a glove; a hardware keyboard works in it as well.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { readNumber, showNumber, unitWord, withUnit } from "../../lib/numbers.js";
import { icon } from "../layout/icons.js";
import { offers } from "./chips.js";
import { openSheet } from "./dialog.js";

const DIGITS = [..."123456789.0"];

function rangeText({ minimum, maximum, unit }) {
  if (typeof minimum !== "number" || typeof maximum !== "number") return unitWord(unit);
  return t("{low} to {high}", { low: showNumber(minimum), high: withUnit(maximum, unit) });
}

/** Settles with a number, null when it was emptied, or undefined when the sheet was dismissed. */
export function openKeypad({ label, value, unit, usual, about, ...range }) {
  let text = typeof value === "number" ? showNumber(value) : "";
  let fresh = true;
  const content = (close, update) => {
    const put = (next) => {
      text = next;
      fresh = false;
      update();
    };
    const press = (key) => {
      const before = fresh ? "" : text;
      if (key !== "." || !before.includes(".")) put(before + key);
    };
    const number = readNumber(text);
    const wrong = Number.isNaN(number);
    const submit = (event) => {
      event.preventDefault();
      if (!wrong) close(number);
    };
    return html`<form class="keypad" @submit=${submit}>
      <div class="keypad-figure">
        <input autofocus inputmode="none" autocomplete="off" aria-label=${label} aria-invalid=${wrong} aria-describedby="keypad-range" .value=${text}
          @focus=${({ target }) => target.select()} @input=${({ target }) => put(target.value)} /><span class="unit">${unitWord(unit)}</span>
      </div>
      <p class="hint" id="keypad-range">${wrong ? t("This is not a number.") : rangeText({ ...range, unit })}</p>
      ${usual?.length ? html`<div class="cluster">${offers(usual, unit, close)}</div>` : nothing}
      <div class="keypad-keys">
        ${DIGITS.map((key) => html`<button type="button" class="button" @click=${() => press(key)}>${key}</button>`)}
        <button type="button" class="button" aria-label=${t("Delete the last digit")} @click=${() => put(text.slice(0, -1))}>${icon("backspace")}</button>
      </div>
      <div class="sheet-actions">
        <button type="button" class="button" @click=${() => close(null)}>${t("Clear")}</button>
        <button type="submit" class="button button--primary" ?disabled=${wrong}>${t("Done")}</button>
      </div>
    </form>`;
  };
  return openSheet(label, content, { about });
}
