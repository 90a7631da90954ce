// Graded answers: a number, a small pictogram that fills, and the words of the grade.
import { html, nothing, svg } from "../lib/dom.js";
import { walk } from "./chips.js";
import { sign } from "./icons.js";

const WIDTH = 6;
const GAP = 2;

function pictogram(grade, highest) {
  const steps = Array.from({ length: highest }, (_, index) => index + 1);
  return html`<svg class="grade" viewBox="0 0 ${highest * (WIDTH + GAP) - GAP} 18" width=${highest * (WIDTH + GAP) - GAP} height="18" aria-hidden="true">
    ${steps.map((step) => {
      const height = 4 + (14 * step) / highest;
      return svg`<rect class=${step <= grade ? "grade-on" : "grade-off"} x=${(step - 1) * (WIDTH + GAP)} y=${18 - height} width=${WIDTH} height=${height} rx="1"></rect>`;
    })}
  </svg>`;
}

/** choices: [{value: 0..n, label}]; options as for chips. `picture`: the field, when its grades have drawings of their own. */
export function scale(choices, value, { onChange, disabled, labelledby, describedby, picture }) {
  const highest = Math.max(1, ...choices.map((choice) => choice.value));
  const anchor = Math.max(0, choices.findIndex((choice) => choice.value === value));
  return html`<div class="scale" data-count=${choices.length} role="group" aria-labelledby=${labelledby ?? nothing} aria-describedby=${describedby ?? nothing} @keydown=${walk}>
    ${choices.map(
      (choice, index) => html`<button
        type="button"
        class="scale-step"
        aria-pressed=${choice.value === value ? "true" : "false"}
        tabindex=${index === anchor ? 0 : -1}
        ?disabled=${disabled}
        @click=${() => onChange(choice.value === value ? null : choice.value)}
      ><span class="scale-number">${choice.value}</span>${sign(picture, choice.value) ?? pictogram(choice.value, highest)}<span class="scale-word">${choice.label}</span></button>`,
    )}
  </div>`;
}

/** Pain from 0 to 10: eleven keys in one row, the ends said in words. */
export function nrs(value, { onChange, disabled, labelledby, describedby, low, high }) {
  return html`<div class="nrs" role="group" aria-labelledby=${labelledby ?? nothing} aria-describedby=${describedby ?? nothing} @keydown=${walk}>
    ${Array.from({ length: 11 }, (_, grade) => {
      const word = grade === 0 ? low : grade === 10 ? high : null;
      return html`<button
        type="button"
        class="nrs-step"
        aria-label=${word ? `${grade}, ${word}` : nothing}
        aria-pressed=${grade === value ? "true" : "false"}
        tabindex=${grade === (value ?? 0) ? 0 : -1}
        ?disabled=${disabled}
        @click=${() => onChange(grade === value ? null : grade)}
      >${sign("pain", grade)}<span>${grade}</span></button>`;
    })}
    <span class="nrs-word hint" aria-hidden="true">${low}</span><span class="nrs-word nrs-word--end hint" aria-hidden="true">${high}</span>
  </div>`;
}
