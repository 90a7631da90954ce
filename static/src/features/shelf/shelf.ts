import { asShown } from "../../core/merge.js";
import { isApproved } from "../../core/shelf.js";
import type { UnitsInUse } from "../../core/traceability.js";
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { active, liveView } from "../../live-query.js";
import { setFields, voidRecord } from "../../store/edits.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { type Attempt, attempts } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { listSection } from "../../ui/layout/list-row.js";
import { backToMore, bar, button, dotted, errorMessage, page, primary, quiet } from "../../ui/layout/page.js";
import { type TableState, tableState } from "../../ui/layout/sorted-table.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import { approvalWords, approve, mayApprove, withdrawApproval } from "./shelf-approval.js";
import { askBox } from "./shelf-box.js";
import { boxKinds, byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "./shelf-labels.js";
import { namedUnits } from "./units-in-use.js";

interface ShelfActs {
  /** `on`: the day it was used up, null to open it again. */
  close: (box: LocalRecord, on: string | null) => unknown;
  drop: (box: LocalRecord) => unknown;
  /** Of a supervisor, approves a serum for freshly needled skin, or withdraws that. */
  approve: ((box: LocalRecord) => unknown) | null;
}

export const title = () => t("Shelf");

const CLOSED_SHOWN = 20;

/** The opened boxes. They are records on this tablet, so the shelf works offline like everything else. */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const state = { problem: "", table: tableState() };
  return liveView(host, { boxes: active("lot"), inUse: namedUnits, desktop: whenWide }, (found, redraw) =>
    screen(found, state, actsOn(attempts(state, redraw), app), redraw),
  );
}

const actsOn = (attempt: Attempt, app: AppContext): ShelfActs => ({
  close: (box, on) => attempt(() => setFields("lot", box.id, "item", { closed_on: on }, asShown(box, ["item"]))),
  drop: async (box) => {
    const sure = await confirmSheet({
      heading: t("Take this box off the shelf?"),
      body: t(
        "For a box entered by mistake. Notes that name its lot keep it; a box that is used up is closed instead.",
      ),
      confirm: t("Entered by mistake"),
      danger: true,
    });
    if (sure) await attempt(() => voidRecord("lot", box.id, t("Entered by mistake"), box));
  },
  approve: mayApprove(app)
    ? (box) => attempt(() => (isApproved(box.fields) ? withdrawApproval(box) : approve(box, app.user.id)))
    : null,
});

function screen(
  { boxes, inUse, desktop }: { boxes: LocalRecord[]; inUse: UnitsInUse; desktop: Desktop | null },
  { problem, table }: { problem: string; table: TableState },
  acts: ShelfActs,
  redraw: () => void,
): Template {
  const row = (box: LocalRecord) => boxRow(box, inUse, acts);
  const open = boxes.filter(isOpen).sort(byExpiry);
  const closed = boxes
    .filter((box) => !isOpen(box))
    .sort((a, b) => ((itemOf(a).closed_on ?? "") < (itemOf(b).closed_on ?? "") ? 1 : -1));
  return page(
    title(),
    html`
    ${errorMessage(problem)}
    ${
      desktop && open.length
        ? desktop.boxTable(open, {
            leftOf: (box) => unusedCodes(box, inUse).length,
            marks,
            approval: approvalWords,
            acts: (box) => boxActs(box, acts),
            state: table,
            redraw,
          })
        : boxKinds().map(({ value, label }) =>
            listSection(label, open.filter((box) => itemOf(box).kind === value).map(row)),
          )
    }
    ${
      closed.length
        ? html`<details class="more"><summary>${t("Used up ({n})", { n: closed.length })}</summary>
      <ul class="list">${closed.slice(0, CLOSED_SHOWN).map(row)}</ul></details>`
        : nothing
    }
    ${boxes.length ? nothing : emptyState(t("No box is open"), t("Put a box on the shelf when you open it: its lot, expiry and units are then one tap away in every note, and a recall finds its patients."))}
    ${bar(primary(t("Open a box"), () => askBox(), false, "plus"))}`,
    backToMore(),
    desktop ? "shelf page--wide" : "shelf",
  );
}

function boxRow(box: LocalRecord, inUse: UnitsInUse, acts: ShelfActs): Template {
  const item = itemOf(box);
  const codes = item.unit_codes ?? [];
  const dated = (name: "expiry" | "opened_on" | "closed_on", words: (date: string) => string) =>
    item[name] && words(formatDate(item[name]));
  return html`<li class="box">
    <span class="row-main"><strong>${item.product || t("Unnamed product")}</strong> <span class="box-lot">${item.lot}</span>
      <span class="row-detail">${dotted(
        dated("expiry", (date) => t("until {date}", { date })),
        codes.length && t("{left} of {all} left", { left: unusedCodes(box, inUse).length, all: codes.length }),
        dated("opened_on", (date) => t("opened {date}", { date })),
        dated("closed_on", (date) => t("used up {date}", { date })),
        approvalWords(box),
      )}</span></span>
    ${marks(box)}
    ${boxActs(box, acts)}
  </li>`;
}

const marks = (box: LocalRecord): Template => html`
    ${box.pending ? html`<span class="pending" title=${t("not sent yet")}>${icon("up")}<span class="visually-hidden">${t("not sent yet")}</span></span>` : nothing}
    ${isExpired(box) ? html`<span class="mark" data-severity="block">${icon("block")}${t("expired")}</span>` : nothing}`;

const boxActs = (box: LocalRecord, acts: ShelfActs): Template => html`<span class="cluster box-acts">
      ${acts.approve && itemOf(box).kind === "serum" ? quiet(isApproved(box.fields) ? t("Withdraw approval") : t("Approve for needled skin"), () => acts.approve?.(box)) : nothing}
      ${
        isOpen(box)
          ? [button(t("Used up"), () => acts.close(box, today())), quiet(t("Correct"), () => askBox(box))]
          : button(t("Open again"), () => acts.close(box, null))
      }
      ${quiet(t("Remove"), () => acts.drop(box))}</span>`;
