// @ts-nocheck
// What is missing to sign: a checklist whose lines lead to the field.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { leadsTo, severityClass, severityWord } from "../../ui/forms/finding.js";
import { icon } from "../../ui/layout/icons.js";
import { banner } from "../../ui/layout/page.js";
import { problemWords } from "../note-record/problem-labels.js";

const line = (gap, jump) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(gap.unit, gap.field)}>
    <span class="missing-box" aria-hidden="true"></span>
    <span class="row-main"><b>${gap.label}</b>${gap.section === gap.label ? nothing : html` <span class="quiet">${gap.section}</span>`}${gap.problem === "missing" ? nothing : html` <span class="quiet">${problemWords(gap)}</span>`}</span>
    ${icon("next", 20)}
  </button>
</li>`;

const toDo = (
  copied,
  jump,
) => html`<li><button type="button" class="row missing-line" @click=${() => jump("todo", "")}><span class="missing-box" data-carried="open" aria-hidden="true"></span>
    <span class="row-main"><b>${t("Carried over, not confirmed: {n}", { n: copied })}</b></span>${icon("next", 20)}</button></li>`;

const found = (finding, jump, place) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(...leadsTo(finding))}>
    <span class="mark" data-severity=${severityClass(finding.severity)}>${icon(severityClass(finding.severity))}</span>
    <span class="row-main"><b>${severityWord(finding.severity)}</b> ${place ? html`<b>${place}.</b> ` : nothing}${finding.message}</span>
    ${icon("next", 20)}
  </button>
</li>`;

/** What is missing, a line for each; jump(unit, field) leads there. `copied`: how many values nobody has confirmed. */
export const missingLines = (gaps, jump, copied = 0) =>
  gaps.length || copied
    ? html`<ul class="list">${copied ? toDo(copied, jump) : nothing}${gaps.map((gap) => line(gap, jump))}</ul>`
    : nothing;

/** What a careful note would also have: folded, it never blocks. */
export const adviceList = (advice, jump) =>
  advice.length
    ? html`<details class="more"><summary>${t("A careful note would also have: {n}", { n: advice.length })}</summary>
      <ul class="list">${advice.map((gap) => line(gap, jump))}</ul></details>`
    : nothing;

/** All of it under one heading; `open` are the findings that are not answered, where(finding) the part of the body. */
export function missingList(gaps, advice, jump, copied = 0, open = [], where = () => null) {
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
