// Yes, no, unknown: three large segments of equal weight, none of them chosen beforehand.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { walk } from "./chips.js";

const ANSWERS = [
  ["yes", () => t("Yes")],
  ["no", () => t("No")],
  ["unknown", () => t("Unknown")],
];

/** For a bool `answers` is ["yes", "no"] and the value is true or false. */
export function segments(value, { onChange, disabled, labelledby, describedby, bool = false }) {
  const stored = (answer) => (bool ? answer === "yes" : answer);
  const answers = bool ? ANSWERS.slice(0, 2) : ANSWERS;
  const anchor = Math.max(0, answers.findIndex(([answer]) => stored(answer) === value));
  return html`<div
    class="segments"
    role="group"
    aria-labelledby=${labelledby ?? nothing}
    aria-describedby=${describedby ?? nothing}
    @keydown=${walk}
  >
    ${answers.map(([answer, word], index) => {
      const on = stored(answer) === value;
      return html`<button
        type="button"
        class="segment"
        data-answer=${answer}
        aria-pressed=${on ? "true" : "false"}
        tabindex=${index === anchor ? 0 : -1}
        ?disabled=${disabled}
        @click=${() => onChange(on ? null : stored(answer))}
      >${word()}</button>`;
    })}
  </div>`;
}
