// @ts-nocheck
// Minus, the figure with its unit, plus. The figure opens the number pad; usual values are offered beside it.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { nextStep, showNumber, unitWord, withUnit } from "../../lib/numbers.js";
import { offers } from "./chips.js";
import { openKeypad } from "./keypad.js";

/** What is only counted: the label says what, a key says how many. */
const COUNTED = "{pass}";

/** field: {label, unit, minimum, maximum, step, usual}; options: {id, labelledby, describedby, onChange(number|null), disabled, about}. */
export function stepper(field, value, { id = nothing, labelledby, describedby = nothing, onChange, disabled, about }) {
  const { unit } = field;
  const grid = { ...field, step: field.step ?? (field.kind === "decimal" ? 0.5 : 1) };
  const move = (direction) => () => onChange(nextStep(value, direction, grid));
  const open = async () => {
    const answer = await openKeypad({ ...field, value, about });
    if (answer !== undefined) onChange(answer);
  };
  const offered = disabled ? [] : (field.usual ?? []).filter((each) => typeof each === "number");
  const word = unitWord(unit);
  return html`<div class="cluster" role="group" aria-labelledby=${labelledby} aria-describedby=${describedby}>
    <div class="stepper">
      <button type="button" aria-label=${t("Less")} ?disabled=${disabled || typeof value !== "number" || value <= (field.minimum ?? -Infinity)} @click=${move(-1)}>−</button>
      <button type="button" class="figure" id=${id} ?disabled=${disabled} @click=${open} aria-label=${t("{value}, change", { value: withUnit(value, unit) })}>
        ${showNumber(value)}${word ? html` <small>${word}</small>` : nothing}
      </button>
      <button type="button" aria-label=${t("More")} ?disabled=${disabled || value >= (field.maximum ?? Infinity)} @click=${move(1)}>+</button>
    </div>
    ${offers(offered, unit === COUNTED ? "" : unit, onChange, value ?? null)}
  </div>`;
}
