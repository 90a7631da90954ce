// What is missing to sign: a checklist whose lines open the field.
import type { Gap } from "../../core/completeness.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Finding } from "../../types.js";
import { leadsTo, severityClass, severityWord } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import { banner } from "../../ui/layout/page.js";
import { problemLabel } from "../note-record/problem-labels.js";

/** The zone or section that a finding is about, as text. */
export type Place = string | null | undefined;

/** Opens a field; without a name the section as a whole. */
export type Jump = (unit: string, name: string) => void;

const line = (gap: Gap, jump: Jump) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(gap.unit, gap.field)}>
    <span class="missing-box" aria-hidden="true"></span>
    <span class="row-main"><b>${gap.label}</b>${gap.section === gap.label ? nothing : html` <span class="quiet">${gap.section}</span>`}${gap.problem === "missing" ? nothing : html` <span class="quiet">${problemLabel(gap)}</span>`}</span>
    ${icon("next", 20)}
  </button>
</li>`;

const toDo = (
  copied: number,
  jump: Jump,
) => html`<li><button type="button" class="row missing-line" @click=${() => jump("todo", "")}><span class="missing-box" data-carried="open" aria-hidden="true"></span>
    <span class="row-main"><b>${t("Carried over, not confirmed: {n}", { n: copied })}</b></span>${icon("next", 20)}</button></li>`;

const found = (finding: Finding, jump: Jump, place: Place) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(...leadsTo(finding))}>
    <span class="mark" data-severity=${severityClass(finding.severity)}>${icon(severityClass(finding.severity))}</span>
    <span class="row-main"><b>${severityWord(finding.severity)}</b> ${place ? html`<b>${place}.</b> ` : nothing}${finding.message}</span>
    ${icon("next", 20)}
  </button>
</li>`;

/** What is missing, one line each; jump(unit, field) opens the field. `copied`: the number of unconfirmed values. */
export const missingLines = (gaps: Gap[], jump: Jump, copied = 0): Template =>
  gaps.length || copied
    ? html`<ul class="list">${copied ? toDo(copied, jump) : nothing}${gaps.map((gap) => line(gap, jump))}</ul>`
    : nothing;

/** Recommended entries: folded, never blocking. */
export const adviceList = (advice: Gap[], jump: Jump): Template =>
  advice.length
    ? html`<details class="more"><summary>${t("A careful note would also have: {n}", { n: advice.length })}</summary>
      <ul class="list">${advice.map((gap) => line(gap, jump))}</ul></details>`
    : nothing;

/** All of it under one heading; `open` are the unanswered findings, where(finding) their zone or section. */
export function missingList(
  gaps: Gap[],
  advice: Gap[],
  jump: Jump,
  copied = 0,
  open: Finding[] = [],
  where: (finding: Finding) => Place = () => null,
): Template {
  const count = gaps.length + copied + open.length;
  return html`${
    count
      ? html`<section aria-labelledby="missing-title">
          <h2 id="missing-title">${t("Missing to sign: {n}", { n: count })}</h2>
          ${open.length ? html`<ul class="list">${open.map((finding) => found(finding, jump, where(finding)))}</ul>` : nothing}
          ${missingLines(gaps, jump, copied)}
        </section>`
      : banner("good", t("Everything that is needed to sign has been entered."))
  }
    ${adviceList(advice, jump)}`;
}
