// The note as the steps of a treatment, with the progress of each.

import { sectionFor, unitName } from "../../core/catalogue.js";
import { placeOf } from "../../core/copied.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Section } from "../../types.js";
import { walk } from "../../ui/controls/chips.js";
import { type SeverityClass, severityClass } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import type { NoteModel } from "./note-model.js";

/** The progress of one step. */
export interface Step {
  key: string;
  label: string;
  state: "empty" | "open" | "done";
  /** The number of missing entries. */
  gaps: number;
  /** The paths of unconfirmed copied values. */
  copied: string[];
  /** The severity of the most severe open finding. */
  severity: SeverityClass | null;
}

export const ORDER = [
  "visit",
  "check",
  "consent",
  "assessment",
  "photo",
  "vitals",
  "numbing",
  "device",
  "zone",
  "needling",
  "rf",
  "prp",
  "serum",
  "proc",
  "obs",
  "aftercare",
  "outcome",
  "words",
];
const NOT_TREATED = new Set(["visit", "check", "assessment", "photo", "outcome", "words"]);
const NEEDLING = new Set(["device", "zone", "needling"]);
const PROCEDURES = new Set(["subcision", "peel", "laser"]);
const RF = "rf_needling";

/** What is left of the whole note, answered in one place. */
export const TO_DO = "todo";

/** What is entered, or summed up, in the step of another section. */
const STEPS: Record<string, string> = {
  text: "words",
  other_site: "zone",
  la: "numbing",
  comfort: "numbing",
  dose: "numbing",
  picture: "photo",
};

export const stepKey = (unit: string): string => STEPS[unitName(unit)] ?? unitName(unit);

/** The name of a step, as the strip shows it. */
export function stepLabel(key: string, sections: Section[]) {
  const words: Record<string, string> = {
    check: t("Check"),
    assessment: t("Scars"),
    numbing: t("Cream"),
    device: t("Device"),
    obs: t("After"),
    words: t("Remarks"),
  };
  return words[key] ?? sectionFor(sections, key)?.label ?? key;
}

/** Whether the chosen treatments need this step; as long as none is chosen, all but the rare ones are offered. */
function isWanted(key: string, model: NoteModel): boolean {
  const modality: string[] = model.note.content.visit?.modality ?? [];
  if (NEEDLING.has(key))
    return model.note.content.visit?.performed === "stopped" || Boolean(model.judged.fact("exposure", "needle"));
  if (key === "prp") return model.judged.fact("visit", "asks_prp") !== false;
  if (key === "serum") return !modality.length || modality.includes("serum");
  if (key === "proc") return modality.some((one) => PROCEDURES.has(one));
  return key !== "rf" || model.note.content.device?.type === RF;
}

/** The steps of this note in the order of a treatment. */
export function steps(model: NoteModel): Step[] {
  const { performed } = model.note.content.visit ?? {};
  const left = ["deferred", "cancelled", "review"].includes(performed);
  const filled = new Set(Object.keys(model.note.content).map(stepKey));
  const shown = (key: string) =>
    filled.has(key) ||
    (left ? NOT_TREATED.has(key) || (key === "obs" && performed === "review") : isWanted(key, model));
  const isKnown = (key: string) =>
    sectionFor(model.context.sections, key === "words" ? "text:plan" : key) !== undefined;
  return ORDER.filter((key) => isKnown(key) && shown(key)).map((key) => {
    const gaps = model.judged.gaps.filter((gap) => stepKey(gap.unit) === key).length;
    const copied = model.note.unconfirmed.filter((path) => stepKey(placeOf(path)[0]) === key);
    const due = model.judged.open.filter(model.judged.isDue);
    const worst = due.find((finding) => stepKey(finding.fields[0].split(".")[0]) === key);
    const state = !filled.has(key) ? "empty" : gaps || copied.length ? "open" : "done";
    return {
      key,
      label: stepLabel(key, model.context.sections),
      gaps,
      copied,
      state,
      severity: worst ? severityClass(worst.severity) : null,
    };
  });
}

/** The first step: everything that the other steps lack. */
export function todoStep(all: Step[]): Step {
  const gaps = all.reduce((sum, step) => sum + step.gaps, 0);
  const copied = all.flatMap((step) => step.copied);
  return {
    key: TO_DO,
    label: t("To do"),
    gaps,
    copied,
    state: gaps || copied.length ? "open" : "done",
    severity: null,
  };
}

/** Whether anything in this step still blocks the signature. */
export const lacks = (step: Step) => Boolean(step.gaps || step.copied.length || step.severity);

export const stepOf = (unit: string): string | null =>
  unit.startsWith("reason:") || unit.startsWith("override:") ? null : stepKey(unit);

function spoken(step: Step) {
  const words = {
    empty: t("not begun"),
    open: t("{n} still to enter", { n: step.gaps + step.copied.length }),
    done: t("complete"),
  };
  return [step.label, words[step.state], step.severity ? t("a finding is open") : null].filter(Boolean).join(", ");
}

/** One strip on an upright tablet, a list at the left on wide screens. `current`: the key of the open step. */
export function stepStrip(all: Step[], current: string, onChoose: (key: string) => void): Template {
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
        <span class="step-mark" data-severity=${step.severity ?? nothing} data-count=${step.state === "open" ? step.gaps + step.copied.length : nothing}>${step.severity ? icon(step.severity, 20) : step.state === "done" ? icon("check", 20) : nothing}</span>
        <span>${step.label}</span>
      </button>`,
    )}
  </nav>`;
}

/** The strip is wider than a phone, so the current step is scrolled into view, again when the tablet is turned. */
export function showStep() {
  const step = document.querySelector<HTMLElement>(".step[aria-current]");
  const strip = step?.parentElement;
  if (!strip) return;
  strip.scrollTo(step.offsetLeft - (strip.clientWidth - step.clientWidth) / 2, step.offsetTop - strip.clientHeight / 2);
}

globalThis.addEventListener?.("resize", showStep);
