// A finding of a safety rule: its severity as word and icon, the sentence with its figures, the source, and the control
// that resolves it.
import { answerUnit, isAnswered, isExplained, judgedIn } from "../../core/answers.js";
import type { Card } from "../../core/cards.js";
import { REASON_MIN } from "../../core/reasons.js";
import { SEVERITIES } from "../../core/rules.js";
import { day, instant } from "../../core/times.js";
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { live } from "../../lib/directives.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Content, Finding, Severity, Value } from "../../types.js";
import { LONGEST_COMMENT, textLimit } from "../controls/text-limit.js";
import { icon } from "../layout/icons.js";
import { quiet, tick } from "../layout/page.js";
import { begun, shownText, typed } from "./typed-text.js";

/** The severity as the style sheet and the icons name it. */
export type SeverityClass = Exclude<Severity, "block*" | "reason*">;

/** How a finding is shown, and which actions are available. */
export interface FindingOptions {
  /** The content with the written reasons and overrides. */
  content?: Content;
  /** The finding that the answer of its card is written for; itself where nothing is answered together with it. */
  headOf?: (finding: Finding) => Finding;
  /** Other findings with the same cause, shown in the same card. */
  also?: Finding[];
  /** The zone or section of one of these. */
  whereOf?: (finding: Finding) => string | null | undefined;
  /** Stores the text for a finding. */
  onText?: (finding: Finding, text: string) => unknown;
  disabled?: boolean;
  canOverride?: boolean;
  /** Opens a field that the finding is about. */
  onJump?: () => unknown;
  /** The change that resolves a finding in one tap, where there is one. */
  fix?: (finding: Finding) => { words: string; act: () => unknown } | null;
  /** The zone or section it is about. */
  where?: string | null;
  labelOf?: (path: string) => string;
  acknowledged?: boolean;
  /** Shows the check box for a warning. */
  onAcknowledge?: (on: boolean) => unknown;
  /** Without the rule and its source. */
  short?: boolean;
  /** Read-only. */
  sealed?: boolean;
  /** How what asks for a reason was answered, where not by a text of its own. */
  answered?: string | null;
}

export const severityClass = (severity: Severity) => severity.replace("*", "") as SeverityClass;

export function severityWord(severity: Severity): string {
  const words: Record<SeverityClass, string> = {
    block: t("Stop"),
    reason: t("Needs a reason"),
    warn: t("Take note"),
    info: t("For information"),
  };
  return words[severityClass(severity)];
}

export const bySeverity = (findings: Finding[]): Finding[] =>
  [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));

/**
 * [unit, field] a finding leads to: the first question left open, the first time in the future, else its first field;
 * unit "patient" is the patient's record.
 */
export const leadsTo = ({ numbers = {}, fields }: Finding): [unit: string, name: string] =>
  (
    numbers["check.unanswered"]?.[0] ??
    numbers["clock.future"]?.[0] ??
    numbers["check.future_dates"]?.[0] ??
    fields[0]
  ).split(".");

const NAMES = /^check\.allergic_|^check\.un\w+_allergies$|_allergy(_moderate|_mild)?$/;

/** Whether a finding still blocks the signature; warnings are acknowledged when signing. */
export const isUnanswered = (finding: Finding, content: Content) =>
  finding.severity !== "warn" && !isAnswered(finding, content);

/** The figures and times that made the rule fire and are not in its sentence, as short pairs: "zone.depth_mm 2.25". */
const figures = (finding: Finding) =>
  Object.entries(finding.numbers ?? {})
    .filter(([path]) => !finding.said?.includes(path))
    .map(([path, value]): [path: string, words: string] => [path, figure(value)])
    .filter(([, words]) => words);

/** Allergies as they are written in the patient's record. */
const recorded = ({ numbers = {} }: Finding): string[] => [
  ...new Set(Object.entries(numbers).flatMap(([path, value]) => (NAMES.test(path) ? value : []))),
];

function figure(value: Value) {
  if (typeof value === "number") return showNumber(value);
  if (day(value) != null) return formatDate(value);
  return instant(value) == null ? "" : formatDateTime(value);
}

/** The sentence with its figures, as it is stored with the text that is written for it. */
export const shownOf = (
  finding: Finding,
  where: string | null | undefined,
  labelOf: (path: string) => string,
): string =>
  [
    where ? `${where}.` : "",
    finding.message,
    figures(finding)
      .map(([path, value]) => `${labelOf(path)} ${value}`)
      .join(", "),
  ]
    .filter(Boolean)
    .join(" ");

/**
 * A text written for other values does not answer the finding: shows those values, and a button that confirms the text
 * for the current ones.
 */
function heldElsewhere(finding: Finding, options: FindingOptions): Template {
  const { content, onText, disabled, canOverride } = options;
  const unit = answerUnit(headOf(finding, options));
  if (!content || !unit || !isExplained(content, unit) || isAnswered(finding, content)) return nothing;
  const held = judgedIn(content, unit);
  const { shown } = held.find(({ at = null }) => at === finding.at) ?? held[0] ?? {};
  const may = !disabled && onText && (severityClass(finding.severity) === "reason" || canOverride);
  return html`<div class="cluster cluster--apart">
    <p class="hint">${shown ? t("This was written for: {shown}", { shown }) : t("This was written without the values it is for.")}</p>
    ${may ? quiet(t("Still holds"), () => onText(finding, content[unit].text)) : nothing}</div>`;
}

/** The text box for the reason or the override; read-only, the text alone. */
function answer(finding: Finding, label: string, options: FindingOptions): Template {
  const { content = {}, onText, disabled } = options;
  const unit = answerUnit(headOf(finding, options));
  const id = `f-${unit}${finding.at ? `-${finding.at}` : ""}`;
  const text = unit && content[unit]?.text;
  const save = (value: string) => onText?.(finding, value);
  if (disabled) return text ? html`<p class="finding-said">“${text}”</p>` : nothing;
  return html`<label class="field finding-answer">
    <span class="label">${label}</span>
    <textarea rows="2" id=${id} maxlength=${LONGEST_COMMENT} .value=${live(shownText(id, text))} @focus=${(event: Event) => begun(event, text, save)} @input=${(event: Event) => typed(event, save)}></textarea>
    <span class="hint">${t("At least {n} characters.", { n: REASON_MIN })}</span>
    ${textLimit(shownText(id, text), LONGEST_COMMENT)}
  </label>`;
}

const headOf = (finding: Finding, { headOf: find }: FindingOptions) => find?.(finding) ?? finding;

/** Why a finding needs no answer: it was answered at the signature or earlier in the course, or became known later. */
function sinceWords({ since, decided, learned_on }: Finding): Template {
  const words = {
    signed: t("It was so when the note was signed."),
    learned: learned_on
      ? t("Learned on {date}, after the visit. It does not prevent you from amending the note.", {
          date: formatDate(learned_on),
        })
      : t("This became known after the note was signed. It does not prevent you from amending the note."),
    decided: t("Decided on {date} by {name}, for the same values in this course.", {
      date: formatDate(decided?.on),
      name: decided?.by ?? "",
    }),
  };
  return since ? html`<p class="hint">${words[since]}</p>` : nothing;
}

const sentence = (finding: Finding, where: string | null | undefined) =>
  html`${where ? html`<strong>${where}.</strong> ` : nothing}${finding.message}`;

const figureLine = (finding: Finding, labelOf: FindingOptions["labelOf"]): Template =>
  labelOf && figures(finding).length
    ? html`<p class="hint cluster">${figures(finding).map(([path, value]) => html`<span>${labelOf(path)} <b>${value}</b></span>`)}</p>`
    : nothing;

/** What is answered together with it, each with its place and its figures. */
const together = ({ also = [], whereOf, labelOf }: FindingOptions): Template =>
  also.length
    ? html`<ul class="finding-also stack stack--tight">${also.map((finding) => html`<li data-rule=${finding.rule}><p>${sentence(finding, whereOf?.(finding))}</p>${figureLine(finding, labelOf)}</li>`)}</ul>`
    : nothing;

/** A card: its most severe finding, and what is answered together with it. */
export const cardTemplate = ({ head, findings }: Card, options: FindingOptions): Template =>
  findingTemplate(head, { ...options, also: findings.filter((finding) => finding !== head) });

function ruleWords(finding: Finding, { also = [] }: FindingOptions): string {
  const rules = [...new Set([finding, ...also].map(({ rule }) => rule))];
  return rules.length > 1 ? t("Rules {ids}", { ids: rules.join(", ") }) : t("Rule {id}", { id: finding.rule });
}

const answeredWord = (finding: Finding, { content, answered }: FindingOptions) =>
  answered ?? (content && isAnswered(finding, content) ? t("Reason given") : null);

/** What the author is asked: an emergency is never right for anybody. */
function asks({ severity, alert }: Finding): string {
  if (severity === "reason*") return t("What was done, and why?");
  return alert ? t("What was done?") : t("Why is this right for this patient?");
}

export function findingTemplate(finding: Finding, options: FindingOptions): Template {
  const { onJump, where, labelOf, acknowledged, onAcknowledge, canOverride } = options;
  const severity = severityClass(finding.severity);
  const open: string[] = finding.numbers?.["check.unanswered"] ?? [];
  const fix = options.disabled ? null : options.fix?.(finding);
  const since = finding.since === "learned" || !options.sealed ? finding.since : null;
  return html`<div class="banner finding" data-severity=${severity} data-short=${options.short ? "" : nothing}>
    ${icon(severity)}
    <div class="stack stack--tight grow">
      <p><strong class="finding-word">${(severity === "reason" && answeredWord(finding, options)) || severityWord(finding.severity)}</strong> ${sentence(finding, where)}</p>
      ${figureLine(finding, labelOf)}
      ${recorded(finding).length ? html`<p class="hint">${t("On record: {names}", { names: recorded(finding).join(", ") })}</p>` : nothing}
      ${labelOf && open.length ? html`<p class="hint">${open.map(labelOf).join(", ")}</p>` : nothing}
      ${together(options)}
      ${since ? sinceWords(finding) : nothing}
      ${severity === "reason" && options.onText && severityClass(headOf(finding, options).severity) === "reason" ? answer(finding, asks(finding), options) : nothing}
      ${finding.severity === "reason*" && !finding.since && !options.disabled ? html`<p class="hint">${t("This has already been done. A supervisor is alerted and must answer in their own words.")}</p>` : nothing}
      ${
        finding.severity === "block*" && (canOverride || options.disabled) && options.onText
          ? answer(finding, t("Override by a supervisor: why?"), options)
          : nothing
      }
      ${heldElsewhere(finding, options)}
      ${finding.severity === "block*" && !finding.since && !canOverride && !options.disabled ? html`<p class="hint">${t("Only a supervisor can override this.")}</p>` : nothing}
      ${options.short ? nothing : html`<p class="finding-foot hint"><span>${ruleWords(finding, options)}${finding.source ? ` · ${finding.source}` : ""}${finding.limits ? ` · ${t("limits {version}", { version: finding.limits })}` : ""}</span></p>`}
      ${
        onAcknowledge && finding.severity === "warn" && !finding.since
          ? tick(t("I have taken note of this"), acknowledged ?? false, onAcknowledge)
          : nothing
      }
    </div>
    ${fix ? quiet(fix.words, fix.act) : onJump ? quiet(t("Show"), onJump) : nothing}
  </div>`;
}
