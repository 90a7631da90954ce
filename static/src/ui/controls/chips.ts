// @ts-nocheck
// A group of toggle buttons: one or several answers, one tab stop, arrow keys between them.

import { withAnswer } from "../../core/catalogue.js";
import { html, nothing } from "../../lib/dom.js";
import { withUnit } from "../../lib/numbers.js";

const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrow keys walk between the buttons of one group; Tab leaves it. */
export function walk(event) {
  const { key, target, currentTarget } = event;
  const buttons = [...currentTarget.querySelectorAll("button:not(:disabled), [role=button]")];
  const at = buttons.indexOf(target.closest("button, [role=button]"));
  const count = buttons.length;
  const to = { Home: 0, End: count - 1 }[key] ?? (at + MOVES[key] + count) % count;
  if (at < 0 || Number.isNaN(to)) return;
  event.preventDefault();
  for (const button of buttons) button.setAttribute("tabindex", button === buttons[to] ? "0" : "-1");
  buttons[to].focus();
}

/**
 * The buttons of one question. look: class of the group, class of a button. choices: [{value, name?: spoken instead of what stands
 * on the button, answer?}]; draw(choice): what stands on it; `end` follows the buttons. options: {value, multiple, exclusive: answers that stand alone, onChange(value|null),
 * disabled, labelledby, describedby}. Tapping the chosen answer again takes it back; an empty list is told as null.
 */
export function toggles(
  [group, each],
  choices,
  draw,
  { value, multiple, exclusive, onChange, disabled, labelledby = nothing, describedby = nothing },
  end = nothing,
) {
  const offered = choices.map((choice) => choice.value);
  const chosen = [value ?? []].flat();
  const anchor = Math.max(
    0,
    offered.findIndex((one) => chosen.includes(one)),
  );
  const tap = (answer) => {
    const on = chosen.includes(answer);
    if (!multiple) return onChange(on ? null : answer);
    const rest = on
      ? chosen.filter((one) => one !== answer)
      : withAnswer(chosen, answer, exclusive).sort((a, b) => offered.indexOf(a) - offered.indexOf(b));
    return onChange(rest.length ? rest : null);
  };
  return html`<div class=${group} role="group" data-count=${choices.length} aria-labelledby=${labelledby} aria-describedby=${describedby} @keydown=${walk}>
    ${choices.map(
      (
        choice,
        index,
      ) => html`<button type="button" class=${each} data-answer=${choice.answer ?? nothing} aria-label=${choice.name ?? nothing}
        aria-pressed=${chosen.includes(choice.value)} tabindex=${index === anchor ? 0 : -1} ?disabled=${disabled} @click=${() => tap(choice.value)}>${draw(choice)}</button>`,
    )}${end}
  </div>`;
}

const chip = ({ mark, label, note }) =>
  html`${mark}<span>${label}</span>${note ? html`<small>${note}</small>` : nothing}`;

/** options: those of toggles, and {choices: [{value, label, note?, mark?}], className}. */
export const chips = ({ choices, className = "", ...options }) =>
  toggles([`cluster chips ${className}`, "chip"], choices, chip, options);

/** Usual values of a figure, each a key of its own; `chosen`: the value there is, where a key also shows that. */
export const offers = (values, unit, act, chosen) =>
  values.map(
    (each) =>
      html`<button type="button" class="chip" aria-pressed=${chosen === undefined ? nothing : each === chosen} @click=${() => act(each)}>${withUnit(each, unit)}</button>`,
  );

/** The same under a label of its own, where something must stay chosen: tapping the chosen answer again changes nothing. */
export const chipField = (id, label, choices, value, onChange, className = "field") => html`
  <div class=${className}><span class="label" id=${id}>${label}</span>
    ${chips({ choices, value, labelledby: id, onChange: (chosen) => chosen && onChange(chosen) })}</div>`;
