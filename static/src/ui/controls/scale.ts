// @ts-nocheck
// Graded answers: a number, a small pictogram that fills, and the words of the grade.
import { html, svg } from "../../lib/dom.js";
import { sign } from "../layout/icons.js";
import { toggles } from "./chips.js";

const STEP = 8;

/** As many bars as there are grades above nought, filled up to this one. */
function pictogram(grade, highest) {
  const width = highest * STEP - 2;
  const bar = (_, index) => {
    const height = 4 + (14 * (index + 1)) / highest;
    return svg`<rect class=${index < grade ? "grade-on" : "grade-off"} x=${index * STEP} y=${18 - height} width="6" height=${height} rx="1"></rect>`;
  };
  return html`<svg class="grade" viewBox="0 0 ${width} 18" width=${width} height="18" aria-hidden="true">${Array.from({ length: highest }, bar)}</svg>`;
}

/** choices: [{value: 0..n, label}]; options as for toggles. `picture`: the field, when its grades have drawings of their own. */
export function scale(choices, value, { picture, ...options }) {
  const highest = Math.max(1, ...choices.map((choice) => choice.value));
  const step = (choice) =>
    html`<span class="scale-number">${choice.value}</span>${sign(picture, choice.value) ?? pictogram(choice.value, highest)}<span class="scale-word">${choice.label}</span>`;
  return toggles(["scale", "scale-step"], choices, step, { ...options, value });
}

/** Pain from 0 to 10: eleven keys in one row, the ends said in words. */
export function nrs(value, { low, high, ...options }) {
  const words = { 0: low, 10: high };
  const grades = Array.from({ length: 11 }, (_, grade) => ({
    value: grade,
    name: words[grade] && `${grade}, ${words[grade]}`,
  }));
  const ends = html`<span class="nrs-word hint" aria-hidden="true">${low}</span><span class="nrs-word nrs-word--end hint" aria-hidden="true">${high}</span>`;
  return toggles(
    ["nrs", "nrs-step"],
    grades,
    ({ value: grade }) => html`${sign("pain", grade)}<span>${grade}</span>`,
    { ...options, value },
    ends,
  );
}
