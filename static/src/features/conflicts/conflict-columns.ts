// @ts-nocheck
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";
import { button, quiet } from "../../ui/layout/page.js";

const FREE = new Set(["text", "longtext"]);
const blank = () => html`<span class="quiet">${t("empty")}</span>`;

const cell = (row, side, { picks, shown, heads, fixed }, acts) => {
  const { field } = row;
  const text = shown(field.name, row[side]);
  const picked = picks[field.name] === side;
  const choosable = side !== "base" && !row.same && !fixed;
  const body = html`<span class="side-name">${heads[side]}</span><span class="side-value">${text === "" ? blank() : text}</span>`;
  return choosable
    ? html`<button type="button" class="side" data-side=${side} aria-pressed=${picked ? "true" : "false"} @click=${() => acts.pick(field.name, side)}>${body}${picked ? html`<span class="side-mark">${icon("check")}</span>` : nothing}</button>`
    : html`<div class="side" data-side=${side}>${body}</div>`;
};

/** A third answer for words: both texts to begin with, edited as one. */
function ownText(row, { picks, shown, unit }, acts) {
  const { field } = row;
  const pick = picks[field.name];
  const id = `own-${unit}-${field.name}`;
  if (typeof pick !== "object") {
    const start = [...new Set([shown(field.name, row.theirs), shown(field.name, row.mine)])]
      .filter(Boolean)
      .join(field.kind === "longtext" ? "\n" : " ");
    return quiet(t("Write it from both"), () => acts.pick(field.name, { text: start }), false, "edit");
  }
  return html`<label class="field own-text" for=${id}><span class="label">${t("Your wording")}</span>
    <textarea id=${id} .value=${pick.text} @input=${(event) => acts.pick(field.name, { text: event.target.value })}></textarea></label>`;
}

/** One block per field; what differs is marked and can be chosen, what agrees is one quiet line. */
export function conflictColumns(rows, view, acts) {
  const heads = { mine: view.mineName, theirs: t("On the server"), base: t("Both started from") };
  const open = rows.filter(({ same }) => !same);
  const agreed = rows.filter(({ same }) => same);
  const shown = { ...view, heads };
  return html`
    ${
      view.fixed || open.length < 2
        ? nothing
        : html`<div class="cluster"><span class="label">${t("All lines")}</span>
      ${["mine", "theirs"].map((side) => button(heads[side], () => acts.pickAll(open, side)))}</div>`
    }
    ${open.map(
      (row) => html`
      <section class="versus" aria-label=${row.field.label}>
        <h2 class="versus-name">${row.field.label} <span class="differs">${t("differs")}</span></h2>
        <div class="sides">${["mine", "theirs", "base"].map((side) => cell(row, side, shown, acts))}</div>
        ${FREE.has(row.field.kind) && !view.fixed ? ownText(row, view, acts) : nothing}
      </section>`,
    )}
    ${
      agreed.length
        ? html`<details class="more"><summary>${t("The same in both: {n}", { n: agreed.length })}</summary><div class="lines-group">
      <dl>${agreed.map((row) => html`<div><dt>${row.field.label}</dt><dd>${view.shown(row.field.name, row.mine)}</dd></div>`)}</dl></div></details>`
        : nothing
    }`;
}
