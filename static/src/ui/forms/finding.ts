// @ts-nocheck
// What a safety rule found: its word and icon, the sentence with its numbers, the source, and what mends it.
import { answerUnit, isAnswered, isExplained, judgedIn } from "../../core/answers.js";
import { REASON_MIN } from "../../core/reasons.js";
import { SEVERITIES } from "../../core/rules.js";
import { day, instant } from "../../core/times.js";
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { live } from "../../lib/directives.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Finding } from "../../types.js";
import { icon } from "../layout/icons.js";
import { quiet, tick } from "../layout/page.js";
import { begun, shownText, typed } from "./typed-text.js";

export const severityClass = (severity) => severity.replace("*", "");

export function severityWord(severity) {
  const words = { block: t("Stop"), reason: t("Needs a reason"), warn: t("Take note"), info: t("For information") };
  return words[severityClass(severity)];
}

export const bySeverity = (findings) =>
  [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));

/** [unit, field] a finding leads to: the first question left open, else its first field; unit "patient" is the patient's record. */
export const leadsTo = (finding: Finding): [unit: string, name: string] =>
  (finding.numbers?.["check.unanswered"]?.[0] ?? finding.fields[0]).split(".");

const NAMES = /^check\.allergic_|^check\.un\w+_allergies$|_allergy$/;

/** True while a finding still stands between the note and its signature; warnings are acknowledged there. */
export const isUnanswered = (finding, content) => finding.severity !== "warn" && !isAnswered(finding, content);

/** The figures and times that made the rule speak, as short pairs: "zone.depth_mm 2.25". */
const figures = (finding) =>
  Object.entries(finding.numbers ?? {})
    .map(([path, value]) => [path, figure(value)])
    .filter(([, words]) => words);

/** Allergies as they are written in the patient's record. */
const recorded = ({ numbers = {} }) => [
  ...new Set(Object.entries(numbers).flatMap(([path, value]) => (NAMES.test(path) ? value : []))),
];

function figure(value) {
  if (typeof value === "number") return showNumber(value);
  if (day(value) != null) return formatDate(value);
  return instant(value) == null ? "" : formatDateTime(value);
}

/** The sentence with its figures, as it is kept with what is written for it. */
export const shownOf = (finding, where, labelOf) =>
  [
    where ? `${where}.` : "",
    finding.message,
    figures(finding)
      .map(([path, value]) => `${labelOf(path)} ${value}`)
      .join(", "),
  ]
    .filter(Boolean)
    .join(" ");

/** What was written for other values answers nothing: for which it was, and the key that says that it still holds. */
function heldElsewhere(finding, { content, onText, disabled, canOverride }) {
  const unit = answerUnit(finding);
  if (!unit || !isExplained(content, unit) || isAnswered(finding, content)) return nothing;
  const held = judgedIn(content, unit);
  const { shown } = held.find(({ at = null }) => at === finding.at) ?? held[0] ?? {};
  const may = !disabled && onText && (finding.severity === "reason" || canOverride);
  return html`<div class="cluster cluster--apart">
    <p class="hint">${shown ? t("This was written for: {shown}", { shown }) : t("This was written without the values it is for.")}</p>
    ${may ? quiet(t("Still holds"), () => onText(finding, content[unit].text)) : nothing}</div>`;
}

function answer(finding, label, { content, onText, disabled }) {
  const unit = answerUnit(finding);
  const id = `f-${unit}${finding.at ? `-${finding.at}` : ""}`;
  const text = content[unit]?.text;
  const save = (value) => onText(finding, value);
  if (disabled) return text ? html`<p class="finding-said">“${text}”</p>` : nothing;
  return html`<label class="field finding-answer">
    <span class="label">${label}</span>
    <textarea rows="2" id=${id} .value=${live(shownText(id, text))} @focus=${(event) => begun(event, text, save)} @input=${(event) => typed(event, save)}></textarea>
    <span class="hint">${t("At least {n} characters.", { n: REASON_MIN })}</span>
  </label>`;
}

/** Why a finding of a signed note is not asked about: it was settled then, or became known later. */
function sinceWords({ since }) {
  const words = {
    signed: t("It was so when the note was signed."),
    learned: t("This became known after the note was signed. It does not hold up what you add now."),
  };
  return html`<p class="hint">${words[since]}</p>`;
}

/**
 * options: {content, onText(finding, text), disabled, canOverride, onJump, where, labelOf(path), acknowledged, onAcknowledge, short,
 * sealed}.
 * `onAcknowledge` shows the tick for a warning; `onJump` a way to the field; `sealed` that nobody adds to the note here.
 */
export function findingTemplate(finding, options) {
  const { onJump, where, labelOf, acknowledged, onAcknowledge, canOverride } = options;
  const severity = severityClass(finding.severity);
  const open = finding.numbers?.["check.unanswered"] ?? [];
  return html`<div class="banner finding" data-severity=${severity} data-short=${options.short ? "" : nothing}>
    ${icon(severity)}
    <div class="stack stack--tight grow">
      <p><strong class="finding-word">${finding.severity === "reason" && options.content && isAnswered(finding, options.content) ? t("Reason given") : severityWord(finding.severity)}</strong> ${where ? html`<strong>${where}.</strong> ` : nothing}${finding.message}</p>
      ${
        labelOf && figures(finding).length
          ? html`<p class="hint cluster">${figures(finding).map(([path, value]) => html`<span>${labelOf(path)} <b>${value}</b></span>`)}</p>`
          : nothing
      }
      ${recorded(finding).length ? html`<p class="hint">${t("On record: {names}", { names: recorded(finding).join(", ") })}</p>` : nothing}
      ${labelOf && open.length ? html`<p class="hint">${open.map(labelOf).join(", ")}</p>` : nothing}
      ${finding.since === "learned" || (finding.since && !options.sealed) ? sinceWords(finding) : nothing}
      ${finding.severity === "reason" && options.onText ? answer(finding, t("Why is this right for this patient?"), options) : nothing}
      ${
        finding.severity === "block*" && (canOverride || options.disabled) && options.onText
          ? answer(finding, t("Override by a supervisor: why?"), options)
          : nothing
      }
      ${options.content ? heldElsewhere(finding, options) : nothing}
      ${finding.severity === "block*" && !finding.since && !canOverride && !options.disabled ? html`<p class="hint">${t("Only a supervisor can override this.")}</p>` : nothing}
      ${options.short ? nothing : html`<p class="finding-foot hint"><span>${t("Rule {id}", { id: finding.rule })}${finding.source ? ` · ${finding.source}` : ""}${finding.limits ? ` · ${t("limits {version}", { version: finding.limits })}` : ""}</span></p>`}
      ${
        onAcknowledge && finding.severity === "warn" && !finding.since
          ? tick(t("I have taken note of this"), acknowledged, onAcknowledge)
          : nothing
      }
    </div>
    ${onJump ? quiet(t("Show"), onJump) : nothing}
  </div>`;
}
