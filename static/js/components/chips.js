// A group of toggle buttons: one or several answers, one tab stop, arrow keys between them.
import { html, nothing } from "../lib/dom.js";

const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrow keys walk between the buttons of one group; Tab leaves it. */
export function walk(event) {
  const buttons = [...event.currentTarget.querySelectorAll("button:not(:disabled), [role=button]")];
  const at = buttons.indexOf(event.target.closest("button, [role=button]"));
  const move = MOVES[event.key];
  if (at < 0 || (!move && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  const last = buttons.length - 1;
  const to = move ? (at + move + buttons.length) % buttons.length : event.key === "Home" ? 0 : last;
  for (const [index, button] of buttons.entries()) button.setAttribute("tabindex", index === to ? "0" : "-1");
  buttons[to].focus();
}

/**
 * options: {choices: [{value, label, note?}], value, multiple, onChange(value|null), disabled, labelledby, describedby, className}.
 * Tapping the chosen answer again takes it back; an empty list is told as null.
 */
export function chips({ choices, value, multiple = false, onChange, disabled, labelledby, describedby, className = "" }) {
  const chosen = multiple ? (value ?? []) : value === undefined || value === null ? [] : [value];
  const anchor = Math.max(0, choices.findIndex((choice) => chosen.includes(choice.value)));
  const toggle = (answer) => {
    const on = chosen.includes(answer);
    if (!multiple) return onChange(on ? null : answer);
    const rest = on ? chosen.filter((each) => each !== answer) : choices.map((c) => c.value).filter((v) => v === answer || chosen.includes(v));
    return onChange(rest.length ? rest : null);
  };
  return html`<div
    class="cluster chips ${className}"
    role="group"
    aria-labelledby=${labelledby ?? nothing}
    aria-describedby=${describedby ?? nothing}
    @keydown=${walk}
  >
    ${choices.map(
      (choice, index) => html`<button
        type="button"
        class="chip"
        aria-pressed=${chosen.includes(choice.value) ? "true" : "false"}
        tabindex=${index === anchor ? 0 : -1}
        ?disabled=${disabled}
        @click=${() => toggle(choice.value)}
      >${choice.mark ?? nothing}<span>${choice.label}</span>${choice.note ? html`<small>${choice.note}</small>` : nothing}</button>`,
    )}
  </div>`;
}

/** The same under a label of its own, where something must stay chosen: tapping the chosen answer again changes nothing. */
export const chipField = (id, label, choices, value, onChange, className = "field") => html`
  <div class=${className}><span class="label" id=${id}>${label}</span>
    ${chips({ choices, value, labelledby: id, onChange: (chosen) => chosen && onChange(chosen) })}</div>`;
