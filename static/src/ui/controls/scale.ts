// Graded answers: a number, a small pictogram, and the words of the grade.
import { html, svg, type Template } from "../../lib/dom.js";
import type { Choice, Value } from "../../types.js";
import { sign } from "../layout/icons.js";
import { type ToggleOptions, toggles } from "./chips.js";

/** The value is an argument of its own. */
type Options = Omit<ToggleOptions, "value">;

const STEP = 8;

/** As many bars as there are grades above zero, filled up to this one. */
function pictogram(grade: number, highest: number) {
  const width = highest * STEP - 2;
  const bar = (_: unknown, index: number) => {
    const height = 4 + (14 * (index + 1)) / highest;
    return svg`<rect class=${index < grade ? "grade-on" : "grade-off"} x=${index * STEP} y=${18 - height} width="6" height=${height} rx="1"></rect>`;
  };
  return html`<svg class="grade" viewBox="0 0 ${width} 18" width=${width} height="18" aria-hidden="true">${Array.from({ length: highest }, bar)}</svg>`;
}

/** Scales whose first grade is the best one: the bars grow with what is better, and down from there. */
const BEST_FIRST = /^gais_/;

/**
 * The values of the choices are 0 to n. `picture` is the name of the field, when its grades have drawings of their own.
 */
export function scale(
  choices: Choice[],
  value: Value,
  { picture = "", ...options }: Options & { picture?: string },
): Template {
  const grades = choices.map((choice) => ({ value: Number(choice.value), label: choice.label }));
  const highest = Math.max(1, ...grades.map((grade) => grade.value));
  const bars = (grade: number) => (BEST_FIRST.test(picture) ? highest + 1 - grade : grade);
  const step = (grade: { value: number; label: string }) =>
    html`<span class="scale-number">${grade.value}</span>${sign(picture, grade.value) ?? pictogram(bars(grade.value), highest)}<span class="scale-word">${grade.label}</span>`;
  return toggles(["scale", "scale-step"], grades, step, { ...options, value });
}

/** Pain from 0 to 10: eleven buttons in one row, with words for the two ends. */
export function nrs(value: Value, { low, high, ...options }: Options & { low: string; high: string }): Template {
  const words: Record<number, string> = { 0: low, 10: high };
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
