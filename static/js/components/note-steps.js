// The note as the steps of a treatment, and how far each one is.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { walk } from "./chips.js";
import { icon } from "./icons.js";
import { unitName } from "./note-desk.js";
import { severityClass } from "./finding.js";

const ORDER = ["visit", "check", "consent", "numbing", "device", "zone", "needling", "prp", "serum", "obs", "aftercare", "words"];
const NOT_TREATED = new Set(["visit", "check", "words"]);

const stepKey = (unit) => (unit.startsWith("text:") ? "words" : unitName(unit));

function shortLabel(key, sections) {
  const words = {
    check: t("Check"),
    numbing: t("Cream"),
    device: t("Device"),
    obs: t("After"),
    words: t("Words"),
  };
  return words[key] ?? sections.find((section) => section.unit === key)?.label ?? key;
}

/** -> [{key, label, state: "empty"|"open"|"done", gaps, severity|null}] in the order of a treatment. */
export function steps(desk) {
  const left = ["deferred", "cancelled"].includes(desk.content.visit?.performed);
  const filled = new Set(Object.keys(desk.content).map(stepKey));
  return ORDER.filter((key) => !left || NOT_TREATED.has(key) || filled.has(key)).map((key) => {
    const gaps = desk.gaps.filter((gap) => stepKey(gap.unit) === key);
    const worst = desk.open.find((finding) => stepKey(finding.fields[0].split(".")[0]) === key);
    const touched = filled.has(key);
    return {
      key,
      label: shortLabel(key, desk.sections),
      gaps: gaps.length,
      state: !touched ? "empty" : gaps.length ? "open" : "done",
      severity: worst ? severityClass(worst.severity) : null,
    };
  });
}

export const stepOf = (unit) => (unit.startsWith("reason:") || unit.startsWith("override:") ? null : stepKey(unit));

function spoken(step) {
  const words = { empty: t("not begun"), open: t("{n} still to enter", { n: step.gaps }), done: t("complete") };
  return [step.label, words[step.state], step.severity ? t("a finding is open") : null].filter(Boolean).join(", ");
}

/** One strip on a standing tablet, a list at the left where there is room. */
export function stepStrip(all, current, onChoose) {
  return html`<nav class="steps" aria-label=${t("Parts of the note")} @keydown=${walk}>
    ${all.map(
      (step) => html`<button
        type="button"
        class="step"
        data-step=${step.key}
        data-state=${step.state}
        aria-current=${step.key === current ? "step" : nothing}
        aria-label=${spoken(step)}
        tabindex=${step.key === current ? 0 : -1}
        @click=${() => onChoose(step.key)}
      >
        <span class="step-mark" data-severity=${step.severity ?? nothing} data-count=${step.state === "open" ? step.gaps : nothing}>${step.severity ? icon(step.severity, 20) : step.state === "done" ? icon("check", 20) : nothing}</span>
        <span>${step.label}</span>
      </button>`,
    )}
  </nav>`;
}

/** The strip is wider than a phone: the current step is brought into it. */
export function showStep() {
  const step = document.querySelector(".step[aria-current]");
  const strip = step?.parentElement;
  strip?.scrollTo(step.offsetLeft - (strip.clientWidth - step.clientWidth) / 2, step.offsetTop - strip.clientHeight / 2);
}
