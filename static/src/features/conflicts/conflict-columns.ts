import { chosenWith } from "../../core/together.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Value } from "../../types.js";
import { textLimit } from "../../ui/controls/text-limit.js";
import { icon } from "../../ui/layout/icons.js";
import { button, quiet } from "../../ui/layout/page.js";
import type { ConflictRow, Picks, SideChoice } from "./conflict-labels.js";

type Side = "mine" | "theirs" | "base";

export interface ColumnsView {
  picks: Picks;
  /** Formats a value of the field with that name. */
  shown: (name: string, value: Value) => string;
  mineName: string;
  theirsName: string;
  unit: string;
  /** Nothing can be chosen here. */
  fixed: boolean;
  /** One of the texts is chosen as it is, with all its lines. */
  whole: boolean;
}

export interface ColumnsActs {
  /** `names`: the fields that are one statement with it. */
  pick: (name: string, choice: SideChoice, names: string[]) => void;
  pickAll: (rows: ConflictRow[], side: "mine" | "theirs") => void;
}

const SIDES: Side[] = ["mine", "theirs", "base"];
const WRITTEN = ["mine", "theirs"] as const;

const FREE = new Set(["text", "longtext"]);
const blank = (): Template => html`<span class="quiet">${t("empty")}</span>`;

function cell(
  row: ConflictRow,
  side: Side,
  { picks, shown, fixed }: ColumnsView,
  head: string,
  acts: ColumnsActs,
  mates: string[],
): Template {
  const { field } = row;
  const text = shown(field.name, row[side]);
  const picked = picks[field.name] === side;
  const body = html`<span class="side-name">${head}</span><span class="side-value">${text === "" ? blank() : text}</span>`;
  return side !== "base" && !row.same && !fixed
    ? html`<button type="button" class="side" data-side=${side} aria-pressed=${picked ? "true" : "false"} @click=${() => acts.pick(field.name, side, mates)}>${body}${picked ? html`<span class="side-mark">${icon("check")}</span>` : nothing}</button>`
    : html`<div class="side" data-side=${side}>${body}</div>`;
}

/** The third answer for a text field: the person edits both texts as one. */
function ownText(row: ConflictRow, { picks, shown, unit }: ColumnsView, acts: ColumnsActs): Template {
  const { field } = row;
  const pick = picks[field.name];
  const write = (event: Event) =>
    acts.pick(field.name, { text: (event.currentTarget as HTMLTextAreaElement).value }, []);
  const id = `own-${unit}-${field.name}`;
  if (typeof pick !== "object") {
    const start = [...new Set([shown(field.name, row.theirs), shown(field.name, row.mine)])]
      .filter(Boolean)
      .join(field.kind === "longtext" ? "\n" : " ");
    return quiet(t("Combine both texts"), () => acts.pick(field.name, { text: start }, []), false, "edit");
  }
  return html`<label class="field own-text" for=${id}><span class="label">${t("Your wording")}</span>
    <textarea id=${id} maxlength=${field.longest ?? nothing} .value=${pick.text} @input=${write}></textarea></label>
    ${textLimit(pick.text, field.longest)}`;
}

/** One block per field; a difference is marked and can be chosen, an agreement is one line. */
export function conflictColumns(rows: ConflictRow[], view: ColumnsView, acts: ColumnsActs): Template {
  const heads: Record<Side, string> = { mine: view.mineName, theirs: view.theirsName, base: t("Both started from") };
  const open = rows.filter(({ same }) => !same);
  const agreed = rows.filter(({ same }) => same);
  const names = open.map(({ field }) => field.name);
  const matesOf = ({ field }: ConflictRow) => chosenWith(view.unit, field.name, names);
  const isGrouped = open.some((row) => matesOf(row).length > 1);
  return html`
    ${
      view.fixed || open.length < 2
        ? nothing
        : view.whole
          ? html`<p class="hint">${t("Choose one of the two versions as it is: only people who treat can edit the text.")}</p>`
          : html`<div class="cluster"><span class="label">${t("All lines")}</span>
      ${WRITTEN.map((side) => button(heads[side], () => acts.pickAll(open, side)))}</div>`
    }
    ${isGrouped && !view.fixed && !view.whole ? html`<p class="hint">${t("Lines that are one statement, such as a product and its lot, are chosen together.")}</p>` : nothing}
    ${open.map(
      (row) => html`
      <section class="versus" aria-label=${row.field.label}>
        <h2 class="versus-name">${row.field.label} <span class="differs">${t("differs")}</span></h2>
        <div class="sides">${SIDES.map((side) => cell(row, side, view, heads[side], acts, matesOf(row)))}</div>
        ${FREE.has(row.field.kind) && !view.fixed && !view.whole && matesOf(row).length < 2 ? ownText(row, view, acts) : nothing}
      </section>`,
    )}
    ${
      agreed.length
        ? html`<details class="more"><summary>${t("The same in both: {n}", { n: agreed.length })}</summary><div class="lines-group">
      <dl>${agreed.map((row) => html`<div><dt>${row.field.label}</dt><dd>${view.shown(row.field.name, row.mine)}</dd></div>`)}</dl></div></details>`
        : nothing
    }`;
}
