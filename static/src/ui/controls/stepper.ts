// Minus, the figure with its unit, plus. The figure opens the number pad; usual values are offered beside it.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { nextStep, showNumber, unitWord, withUnit } from "../../lib/numbers.js";
import type { Field } from "../../types.js";
import { offers } from "./chips.js";
import type { ControlOptions } from "./control.js";
import { type NumberField, openKeypad } from "./keypad.js";

/** The unit of a plain count: the label names what is counted, so the button shows only the number. */
const COUNTED = "{pass}";

/** `onChange` gets a number or null. */
export function stepper(
  field: NumberField & Pick<Field, "kind" | "step">,
  value: number | null | undefined,
  { id, labelledby, describedby, onChange, disabled, about }: ControlOptions,
): Template {
  const { unit } = field;
  const grid = { ...field, step: field.step ?? (field.kind === "decimal" ? 0.5 : 1) };
  const move = (direction: 1 | -1) => () => onChange(nextStep(value, direction, grid));
  const open = async () => {
    const answer = await openKeypad({ ...field, value, about });
    if (answer !== undefined) onChange(answer);
  };
  const offered = disabled ? [] : (field.usual ?? []).filter((each) => typeof each === "number");
  const word = unitWord(unit);
  return html`<div class="cluster" role="group" aria-labelledby=${labelledby ?? nothing} aria-describedby=${describedby ?? nothing}>
    <div class="stepper">
      <button type="button" aria-label=${t("Less")} ?disabled=${disabled || typeof value !== "number" || value <= (field.minimum ?? -Infinity)} @click=${move(-1)}>−</button>
      <button type="button" class="figure" id=${id ?? nothing} ?disabled=${disabled} @click=${open} aria-label=${t("{value}, change", { value: withUnit(value, unit) })}>
        ${showNumber(value)}${word ? html` <small>${word}</small>` : nothing}
      </button>
      <button type="button" aria-label=${t("More")} ?disabled=${disabled || (value ?? 0) >= (field.maximum ?? Infinity)} @click=${move(1)}>+</button>
    </div>
    ${offers(offered, unit === COUNTED ? "" : unit, onChange, value ?? null)}
  </div>`;
}
