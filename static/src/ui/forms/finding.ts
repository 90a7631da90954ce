// A finding of a safety rule: its severity as word and icon, the sentence with its figures, the source, and the control
// that resolves it.
import { answeredBy, answerUnit, isAnswered, type Said, saidFor } from "../../core/answers.js";
import { answeredWith, askedOf, type Card, isAsked } from "../../core/cards.js";
import { isLongEnough, REASON_MIN } from "../../core/reasons.js";
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
  /** The findings shown in the same card, itself included. */
  shown?: Finding[];
  /** The one of these that the answer is written for. */
  asked?: Finding;
  /** The fingerprints of all current findings of the note. */
  current?: Set<string | undefined>;
  /** Whether it still blocks the signature. */
  isOpen?: (finding: Finding) => boolean;
  /** The zone or section of one of these. */
  whereOf?: (finding: Finding) => string | null | undefined;
  /** Stores the text under the rule of `asked`, for the findings that were shown and for no other. */
  onText?: (asked: Finding, shown: Finding[], text: string) => unknown;
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
    numbers["events.dates_ahead"]?.[0] ??
    numbers["events.dates_before"]?.[0] ??
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

const onRecord = (finding: Finding) =>
  recorded(finding).length ? t("On record: {names}", { names: recorded(finding).join(", ") }) : "";

/** The sentence with what it is about and its figures, as it is stored with the text that is written for it. */
export function shownOf(finding: Finding, where: string | null | undefined, labelOf: (path: string) => string): string {
  const pairs = figures(finding).map(([path, value]) => `${labelOf(path)} ${value}`);
  const about = pairs.length || recorded(finding).length ? "" : labelOf(finding.fields[0]);
  return [where ? `${where}.` : "", finding.message, about, onRecord(finding), pairs.join(", ")]
    .filter(Boolean)
    .join(" ");
}

/** A finding, what its answer is written for and stored under, and what is answered with it. */
interface Answer {
  asked: Finding;
  unit: string | null;
  shown: Finding[];
  said: Said | null;
}

function answerOf(finding: Finding, { asked = finding, shown = [finding], content = {}, current }: FindingOptions) {
  const unit = answerUnit(asked);
  const together = answeredWith(asked, shown);
  const said = unit ? saidFor(content[unit], together, current ?? new Set(shown.map(({ fp }) => fp))) : null;
  return { asked, unit, shown: together, said };
}

/**
 * A text written for other values, or before all of this was found: shows what it was written for, and a button that
 * confirms it for what is shown now.
 */
function heldElsewhere({ asked, shown, said }: Answer, options: FindingOptions): Template {
  const { content, onText, disabled, canOverride } = options;
  if (!content || !isLongEnough(said?.text) || shown.every((finding) => isAnswered(finding, content))) return nothing;
  const words = [...new Set(said?.rows.map((row) => row.shown).filter(Boolean))].join(" · ");
  const may = !disabled && onText && (severityClass(asked.severity) === "reason" || canOverride);
  return html`<div class="cluster cluster--apart">
    <p class="hint">${words ? t("This was written for: {shown}", { shown: words }) : t("This was written without the values it is for.")}</p>
    ${may ? quiet(t("Still holds"), () => onText(asked, shown, said?.text ?? "")) : nothing}</div>`;
}

/** The text box for the reason or the override; read-only, the text alone. */
function answer({ asked, unit, shown, said }: Answer, label: string, options: FindingOptions): Template {
  const { onText, disabled } = options;
  const id = `f-${unit}${asked.at ? `-${asked.at}` : ""}${asked.fp ? `-${asked.fp.slice(0, 8)}` : ""}`;
  const text = said?.text;
  const save = (value: string) => onText?.(asked, shown, value);
  if (disabled) return text ? html`<p class="finding-said">“${text}”</p>` : nothing;
  return html`<label class="field finding-answer">
    <span class="label">${label}</span>
    <textarea rows="2" id=${id} maxlength=${LONGEST_COMMENT} .value=${live(shownText(id, text))} @focus=${(event: Event) => begun(event, text, save)} @input=${(event: Event) => typed(event, save)}></textarea>
    <span class="hint">${t("At least {n} characters.", { n: REASON_MIN })}</span>
    ${textLimit(shownText(id, text), LONGEST_COMMENT)}
  </label>`;
}

/** The texts that answer parts of the card under other rules. */
function saidOtherwise({ unit: own }: Answer, finding: Finding, { shown = [finding], content = {} }: FindingOptions) {
  const texts = shown.flatMap((one) =>
    answeredBy(one, content)
      .filter((unit) => unit !== own)
      .map((unit) => saidFor(content[unit], [one], new Set())?.text),
  );
  return [...new Set(texts)].filter(Boolean).map((text) => html`<p class="finding-said">“${text}”</p>`);
}

/** What the record said after the signature is told in the sealed note as well. */
const AFTER_SIGNING = ["learned", "omitted", "withdrawn"];

/**
 * Why a finding needs no answer: it was answered at the signature or earlier in the course, became known later, or is
 * no longer on the record.
 */
function sinceWords({ since, decided, learned_on, ended_on }: Finding): Template {
  const words = {
    signed: t("It was so when the note was signed."),
    learned: learned_on
      ? t("Learned on {date}, after the visit. It does not prevent you from amending the note.", {
          date: formatDate(learned_on),
        })
      : t("This became known after the note was signed. It does not prevent you from amending the note."),
    omitted: t("It was known, but not written when the note was signed."),
    withdrawn: ended_on
      ? t("No longer on the record since {date}. The note was signed with it.", { date: formatDate(ended_on) })
      : t("No longer on the record. The note was signed with it."),
    decided: t("Decided on {date} by {name}, for the same values in this course.", {
      date: formatDate(decided?.on),
      name: decided?.by ?? "",
    }),
  };
  return since ? html`<p class="hint">${words[since]}</p>` : nothing;
}

/** Findings that share a sentence are told apart by what they are about. */
function sentence(finding: Finding, where: string | null | undefined, { shown = [], labelOf }: FindingOptions) {
  const isShared = shown.some((other) => other !== finding && other.message === finding.message);
  const about = isShared && labelOf ? labelOf(finding.fields[0]) : "";
  return html`${where ? html`<strong>${where}.</strong> ` : nothing}${finding.message}${about ? html` <strong>${about}</strong>` : nothing}`;
}

const figureLine = (finding: Finding, labelOf: FindingOptions["labelOf"]): Template =>
  labelOf && figures(finding).length
    ? html`<p class="hint cluster">${figures(finding).map(([path, value]) => html`<span>${labelOf(path)} <b>${value}</b></span>`)}</p>`
    : nothing;

const recordLine = (finding: Finding): Template =>
  onRecord(finding) ? html`<p class="hint">${onRecord(finding)}</p>` : nothing;

const openIn =
  ({ isOpen, content }: FindingOptions) =>
  (finding: Finding) =>
    isOpen ? isOpen(finding) : content ? isUnanswered(finding, content) : false;

/** What is answered together with it, each with its place, its figures, and what differs in severity or answer. */
function together(lead: Finding, options: FindingOptions): Template {
  const { shown = [], whereOf, labelOf } = options;
  const also = shown.filter((finding) => finding !== lead);
  const isOpen = openIn(options);
  const isMixed = isOpen(lead) && !also.every((finding) => !isAsked(finding) || isOpen(finding));
  const mark = (finding: Finding) => {
    if (isMixed && isAsked(finding) && finding.severity !== "warn" && !isOpen(finding)) return t("Reason given");
    return isMixed || finding.severity !== lead.severity ? severityWord(finding.severity) : "";
  };
  return also.length
    ? html`<ul class="finding-also stack stack--tight">${also.map((finding) => html`<li data-rule=${finding.rule} data-open=${isOpen(finding) ? "" : nothing}><p>${mark(finding) ? html`<strong class="finding-word">${mark(finding)}</strong> ` : nothing}${sentence(finding, whereOf?.(finding), options)}</p>${figureLine(finding, labelOf)}${recordLine(finding)}</li>`)}</ul>`
    : nothing;
}

/** A card: what is open stands first, else the most severe; then what is answered together with it. */
export function cardTemplate(card: Card, options: FindingOptions): Template {
  const isOpen = openIn(options);
  const lead = card.findings.some(isOpen) ? (bySeverity(card.findings.filter(isOpen))[0] ?? card.head) : card.head;
  const where = options.whereOf ? options.whereOf(lead) : options.where;
  const asked = askedOf(card, options.content ?? {});
  return findingTemplate(lead, { ...options, where, asked, shown: card.findings });
}

function ruleWords(finding: Finding, { shown = [] }: FindingOptions): string {
  const rules = [...new Set([finding, ...shown].map(({ rule }) => rule))];
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
  const { onJump, where, labelOf, acknowledged, onAcknowledge, canOverride, disabled } = options;
  const severity = severityClass(finding.severity);
  const open: string[] = finding.numbers?.["check.unanswered"] ?? [];
  const fix = disabled ? null : options.fix?.(finding);
  const isNews = finding.since != null && AFTER_SIGNING.includes(finding.since);
  const since = isNews || !options.sealed ? finding.since : null;
  const given = answerOf(finding, options);
  const { asked } = given;
  return html`<div class="banner finding" data-severity=${severity} data-short=${options.short ? "" : nothing}>
    ${icon(severity)}
    <div class="stack stack--tight grow">
      <p><strong class="finding-word">${(severity === "reason" && answeredWord(finding, options)) || severityWord(finding.severity)}</strong> ${sentence(finding, where, options)}</p>
      ${figureLine(finding, labelOf)}
      ${recordLine(finding)}
      ${labelOf && open.length ? html`<p class="hint">${open.map(labelOf).join(", ")}</p>` : nothing}
      ${together(finding, options)}
      ${since ? sinceWords(finding) : nothing}
      ${saidOtherwise(given, finding, options)}
      ${severityClass(asked.severity) === "reason" && options.onText ? answer(given, asks(asked), options) : nothing}
      ${asked.severity === "reason*" && !asked.since && !disabled ? html`<p class="hint">${t("This has already been done. A supervisor is alerted and must answer in their own words.")}</p>` : nothing}
      ${
        asked.severity === "block*" && (canOverride || disabled) && options.onText
          ? answer(given, t("Override by a supervisor: why?"), options)
          : nothing
      }
      ${heldElsewhere(given, options)}
      ${asked.severity === "block*" && !asked.since && !canOverride && !disabled ? html`<p class="hint">${t("Only a supervisor can override this.")}</p>` : nothing}
      ${options.short ? nothing : html`<p class="finding-foot hint"><span>${ruleWords(finding, options)}${finding.source ? ` · ${finding.source}` : ""}${finding.limits ? ` · ${t("limits {version}", { version: finding.limits })}` : ""}</span></p>`}
      ${
        onAcknowledge && asked.severity === "warn" && !asked.since
          ? tick(t("I have taken note of this"), acknowledged ?? false, onAcknowledge)
          : nothing
      }
    </div>
    ${fix ? quiet(fix.words, fix.act) : onJump ? quiet(t("Show"), onJump) : nothing}
  </div>`;
}
