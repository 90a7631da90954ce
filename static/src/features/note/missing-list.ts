// What is missing to sign: what blocks first, then section by section in the order of the treatment. A line opens its
// field; where one tap answers a section, the button stands with it.
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import type { Gap } from "../../core/completeness.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Finding } from "../../types.js";
import { leadsTo, severityClass, severityWord } from "../../ui/forms/finding.js";
import { drawn } from "../../ui/forms/section-form.js";
import { icon } from "../../ui/layout/icons.js";
import { banner } from "../../ui/layout/page.js";
import { problemLabel } from "../note-record/problem-labels.js";
import type { NoteModel } from "./note-model.js";
import { ORDER, stepKey, stepLabel } from "./note-steps.js";

/** The zone or section that a finding is about, as text. */
export type Place = string | null | undefined;

/** Opens a field; without a name the section as a whole. */
export type Jump = (unit: string, name: string) => void;

export interface MissingOptions {
  /** The unanswered findings to list in their sections. */
  open?: Finding[];
  /** The buttons that answer a section in one tap, by its step. */
  oneTap?: (step: string) => Template;
  /** What was missing since the screen was opened, by path; given on a screen where it is answered in place. */
  seen?: Map<string, Gap>;
}

/** What one section lacks. */
interface Part {
  step: string;
  gaps: Gap[];
  open: Finding[];
}

/** Kinds of a field that one tap answers; of a choice, those with few answers. */
const ONE_TAP = ["tri", "bool", "scale", "nrs"];
const FEW = 6;

/** Several columns of a list may be missing under one field. */
const gapKey = ({ unit, field, row, label }: Gap) => [unit, field, row, label].join(" ");

/** The control of a missing field that one tap answers; nothing for any other. */
function inPlace({ unit, field: name }: Gap, model: NoteModel): Template {
  const section = sectionFor(model.context.sections, unit);
  const field = fieldOf(section, name);
  const isOneTap = field && (ONE_TAP.includes(field.kind) || (field.kind === "choice" && field.choices.length <= FEW));
  return section && isOneTap ? drawn(section, unit, model, field) : nothing;
}

const line = (gap: Gap, jump: Jump) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(gap.unit, gap.field)}>
    <span class="row-main"><b>${gap.label}</b>${gap.unit.includes(":") ? html` <span class="quiet">${gap.section}</span>` : nothing}${gap.problem === "missing" ? nothing : html` <span class="quiet">${problemLabel(gap)}</span>`}</span>
    ${icon("next", 20)}
  </button>
</li>`;

const toConfirm = (
  copied: number,
  jump: Jump,
) => html`<li><button type="button" class="row missing-line" @click=${() => jump("todo", "")}>
    <span class="row-main"><b>${t("{n} copied values to confirm", { n: copied })}</b></span>${icon("next", 20)}</button></li>`;

const findingLine = (finding: Finding, jump: Jump, place: Place) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(...leadsTo(finding))}>
    <span class="mark" data-severity=${severityClass(finding.severity)}>${icon(severityClass(finding.severity))}</span>
    <span class="row-main"><b>${severityWord(finding.severity)}</b> ${place ? html`<b>${place}.</b> ` : nothing}${finding.message}</span>
    ${icon("next", 20)}
  </button>
</li>`;

const findingList = (findings: Finding[], { judged }: NoteModel, jump: Jump): Template =>
  findings.length
    ? html`<ul class="list">${findings.map((finding) => findingLine(finding, jump, judged.where(finding)))}</ul>`
    : nothing;

/** The patient comes first; what belongs to no step comes last. */
const rank = (step: string) => {
  const at = ORDER.indexOf(step);
  return step === "patient" || at >= 0 ? at : ORDER.length;
};

/** By section, in the order of the treatment. */
function partsOf(gaps: Gap[], open: Finding[]): Part[] {
  const parts = new Map<string, Part>();
  const partOf = (unit: string) => {
    const step = stepKey(unit);
    const part = parts.get(step) ?? { step, gaps: [], open: [] };
    parts.set(step, part);
    return part;
  };
  for (const gap of gaps) partOf(gap.unit).gaps.push(gap);
  for (const finding of open) partOf(leadsTo(finding)[0]).open.push(finding);
  return [...parts.values()].sort((a, b) => rank(a.step) - rank(b.step));
}

/** The gaps to list. With `seen`, those that were answered on this screen keep their places among them. */
function listed(model: NoteModel, seen?: Map<string, Gap>): Gap[] {
  const { gaps } = model.judged;
  if (!seen) return gaps;
  const now = new Map(gaps.map((gap) => [gapKey(gap), gap]));
  for (const [key, gap] of now) seen.set(key, gap);
  return [...seen].flatMap(([key, gap]) => now.get(key) ?? (inPlace(gap, model) === nothing ? [] : gap));
}

/** What is missing, section by section; jump(unit, field) opens the field. */
export function missingLines(model: NoteModel, jump: Jump, { open = [], oneTap, seen }: MissingOptions = {}): Template {
  const copied = model.note.unconfirmed.length;
  const missing = new Set(model.judged.gaps.map(gapKey));
  const lineOf = (gap: Gap) => {
    const control = seen && gap.problem === "missing" ? inPlace(gap, model) : nothing;
    return control === nothing ? line(gap, jump) : html`<li class="missing-field">${control}</li>`;
  };
  const lines = (gaps: Gap[]) => (gaps.length ? html`<ul class="list">${gaps.map(lineOf)}</ul>` : nothing);
  const part = ({ step, gaps, open }: Part) => {
    const label = labelOf(step, model);
    const left = gaps.filter((gap) => missing.has(gapKey(gap))).length + open.length;
    return html`<section class="missing-part" data-step=${step} aria-label=${label}>
    <h3>${label}<span class="count">${left || nothing}</span></h3>
    ${oneTap?.(step) ?? nothing}
    ${gaps.length > FEW && oneTap ? html`<details class="more"><summary>${t("Answer one by one")}</summary>${lines(gaps)}</details>` : lines(gaps)}
    ${findingList(open, model, jump)}
  </section>`;
  };
  return html`${copied ? html`<ul class="list">${toConfirm(copied, jump)}</ul>` : nothing}${partsOf(listed(model, seen), open).map(part)}`;
}

const labelOf = (step: string, { context }: NoteModel) =>
  step === "patient" ? t("Patient") : stepLabel(step, context.sections);

/** Recommended entries: folded, never blocking. */
export const adviceList = (advice: Gap[], jump: Jump): Template =>
  advice.length
    ? html`<details class="more"><summary>${t("{n} recommended fields are empty", { n: advice.length })}</summary>
      <ul class="list">${advice.map((gap) => line(gap, jump))}</ul></details>`
    : nothing;

/** All of it under one heading: what blocks the signature, then section by section. */
export function missingList(
  model: NoteModel,
  jump: Jump,
  { advice = [], open = model.judged.open, ...options }: MissingOptions & { advice?: Gap[] } = {},
): Template {
  const count = model.judged.gaps.length + model.note.unconfirmed.length + open.length;
  const stops = open.filter(({ severity }) => severityClass(severity) === "block");
  const others = open.filter((finding) => !stops.includes(finding));
  return html`${
    count
      ? html`<section class="stack" aria-labelledby="missing-title">
          <h2 id="missing-title">${t("Missing to sign: {n}", { n: count })}</h2>
          ${findingList(stops, model, jump)}
          ${missingLines(model, jump, { ...options, open: others })}
        </section>`
      : banner("good", t("Everything that is needed to sign has been entered."))
  }
    ${adviceList(advice, jump)}`;
}
