// What is missing to sign: a checklist whose lines lead to the field.
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "./icons.js";
import { banner } from "./parts.js";
import { problemWords } from "./problem-words.js";

const line = (gap, jump) => html`<li>
  <button type="button" class="row missing-line" @click=${() => jump(gap.unit, gap.field)}>
    <span class="missing-box" aria-hidden="true"></span>
    <span class="row-main"><b>${gap.label}</b>${gap.section === gap.label ? nothing : html` <span class="quiet">${gap.section}</span>`}${gap.problem === "missing" ? nothing : html` <span class="quiet">${problemWords(gap)}</span>`}</span>
    ${icon("next", 20)}
  </button>
</li>`;

/** jump(unit, field) leads there; `advice` is listed folded, it never blocks. `copied`: how many values nobody has confirmed. */
export function missingList(gaps, advice, jump, copied = 0) {
  const unconfirmed = copied
    ? html`<li><button type="button" class="row missing-line" @click=${() => jump("todo", "")}><span class="missing-box" data-carried="open" aria-hidden="true"></span>
        <span class="row-main"><b>${t("Carried over, not confirmed: {n}", { n: copied })}</b></span>${icon("next", 20)}</button></li>`
    : nothing;
  return html`${
    gaps.length || copied
      ? html`<section aria-labelledby="missing-title">
          <h2 id="missing-title">${t("Missing to sign: {n}", { n: gaps.length + copied })}</h2>
          <ul class="list">${unconfirmed}${gaps.map((gap) => line(gap, jump))}</ul>
        </section>`
      : banner("good", t("Everything that is needed to sign has been entered."))
  }
    ${
      advice.length
        ? html`<details class="more"><summary>${t("A careful note would also have: {n}", { n: advice.length })}</summary>
          <ul class="list">${advice.map((gap) => line(gap, jump))}</ul></details>`
        : nothing
    }`;
}
