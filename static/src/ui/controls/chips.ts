// A group of toggle buttons: one or several answers, one tab stop, arrow keys between them.

import { withAnswer } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { withUnit } from "../../lib/numbers.js";
import type { Value } from "../../types.js";
import type { ControlOptions } from "./control.js";

/** One button of a group. */
export interface ToggleChoice {
  value: Value;
  /** Announced instead of the text of the button. */
  name?: string;
  /** Identifies the button by its answer, for the style sheet and the tests. */
  answer?: string;
}

export interface ToggleOptions extends ControlOptions {
  value?: Value;
  multiple?: boolean;
  /** Exclusive answers. */
  exclusive?: Value[];
}

export interface ChipChoice extends ToggleChoice {
  label: unknown;
  note?: unknown;
  mark?: unknown;
}

export interface ChipsOptions extends ToggleOptions {
  choices: ChipChoice[];
  className?: string;
}

const MOVES: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrow keys move between the buttons of one group; Tab leaves it. */
export function walk(event: KeyboardEvent): void {
  const { key } = event;
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll<HTMLElement | SVGElement>("button:not(:disabled), [role=button]")];
  const pressed = (event.target as Element).closest<HTMLElement | SVGElement>("button, [role=button]");
  const at = pressed ? buttons.indexOf(pressed) : -1;
  const count = buttons.length;
  const ends: Record<string, number> = { Home: 0, End: count - 1 };
  const to = ends[key] ?? (at + MOVES[key] + count) % count;
  if (at < 0 || Number.isNaN(to)) return;
  event.preventDefault();
  for (const button of buttons) button.setAttribute("tabindex", button === buttons[to] ? "0" : "-1");
  buttons[to].focus();
}

/**
 * The buttons of one question. The first argument holds the class of the group and the class of a button; `draw`
 * returns the content of a button, and `end` follows the buttons. A tap on the chosen answer removes it; an empty list
 * becomes null.
 */
export function toggles<Choice extends ToggleChoice>(
  [group, each]: [group: string, each: string],
  choices: Choice[],
  draw: (choice: Choice) => unknown,
  { value, multiple, exclusive, onChange, disabled, labelledby, describedby }: ToggleOptions,
  end: Template = nothing,
): Template {
  const offered: Value[] = choices.map((choice) => choice.value);
  const chosen: Value[] = [value ?? []].flat();
  const anchor = Math.max(
    0,
    offered.findIndex((one) => chosen.includes(one)),
  );
  const tap = (answer: Value) => {
    const on = chosen.includes(answer);
    if (!multiple) return onChange(on ? null : answer);
    const rest = on
      ? chosen.filter((one) => one !== answer)
      : withAnswer(chosen, answer, exclusive).sort((a, b) => offered.indexOf(a) - offered.indexOf(b));
    return onChange(rest.length ? rest : null);
  };
  return html`<div class=${group} role="group" data-count=${choices.length} aria-labelledby=${labelledby ?? nothing} aria-describedby=${describedby ?? nothing} @keydown=${walk}>
    ${choices.map(
      (
        choice,
        index,
      ) => html`<button type="button" class=${each} data-answer=${choice.answer ?? nothing} aria-label=${choice.name ?? nothing}
        aria-pressed=${chosen.includes(choice.value)} tabindex=${index === anchor ? 0 : -1} ?disabled=${disabled} @click=${() => tap(choice.value)}>${draw(choice)}</button>`,
    )}${end}
  </div>`;
}

const chip = ({ mark, label, note }: ChipChoice) =>
  html`${mark}<span>${label}</span>${note ? html`<small>${note}</small>` : nothing}`;

export const chips = ({ choices, className = "", ...options }: ChipsOptions): Template =>
  toggles([`cluster chips ${className}`, "chip"], choices, chip, options);

/** Usual values of a figure, each as a button; `chosen` is the current value, where a button marks it. */
export const offers = (values: number[], unit: string, act: (value: number) => unknown, chosen?: Value): Template[] =>
  values.map(
    (each) =>
      html`<button type="button" class="chip" aria-pressed=${chosen === undefined ? nothing : each === chosen} @click=${() => act(each)}>${withUnit(each, unit)}</button>`,
  );

/** Chips with their own label, one of which is always chosen: a tap on the chosen answer changes nothing. */
export const chipField = (
  id: string,
  label: string,
  choices: ChipChoice[],
  value: Value,
  onChange: (answer: Value) => unknown,
  className = "field",
): Template => html`
  <div class=${className}><span class="label" id=${id}>${label}</span>
    ${chips({ choices, value, labelledby: id, onChange: (chosen) => (chosen ?? null) !== null && onChange(chosen) })}</div>`;
