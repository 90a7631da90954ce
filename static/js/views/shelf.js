import { attempts, problemBanner } from "../components/attempt.js";
import { confirmSheet } from "../components/dialog.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { boxKinds, byExpiry, isExpired, isOpen, itemOf, unusedCodes } from "../components/shelf-words.js";
import { unitsInUse } from "../core/traceability.js";
import { formatDate, today } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { setFields, voidRecord } from "../store/edits.js";
import { watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";
import { askBox } from "./shelf-box.js";

export const title = () => t("Shelf");

const CLOSED_SHOWN = 20;

/** The boxes in use today. They are records of this tablet, so the shelf works without a network like everything else. */
export function view(host) {
  const page = { problem: "" };
  const sources = { boxes: (told) => watchAll("lot", { states: ["active"] }, told), notes: (told) => watchAll("note", {}, told) };
  return liveView(host, sources, (found, redraw) => screen(found, page, actsOn(page, redraw)));
}

function actsOn(page, redraw) {
  const attempt = attempts(page, redraw);
  return {
    add: () => askBox(),
    correct: (box) => askBox(box),
    close: (box) => attempt(() => setFields("lot", box.id, "item", { closed_on: today() })),
    reopen: (box) => attempt(() => setFields("lot", box.id, "item", { closed_on: null })),
    drop: async (box) => {
      const sure = await confirmSheet({ heading: t("Take this box off the shelf?"), body: t("For a box entered by mistake. Notes that name its lot keep it; a box that is used up is closed instead."), confirm: t("Entered by mistake"), danger: true });
      if (sure) await attempt(() => voidRecord("lot", box.id, t("Entered by mistake")));
    },
  };
}

function screen({ boxes, notes }, page, acts) {
  const inUse = unitsInUse(notes);
  const open = boxes.filter(isOpen).sort(byExpiry);
  const closed = boxes.filter((box) => !isOpen(box)).sort((a, b) => (itemOf(a).closed_on < itemOf(b).closed_on ? 1 : -1));
  return html`
    <div class="page shelf">
      <a class="back" href="#/settings">${icon("back")}${t("More")}</a>
      <h1 tabindex="-1">${t("Shelf")}</h1>
      ${problemBanner(page)}
      ${boxes.length
        ? html`${boxKinds().map(({ value, label }) => group(label, open.filter((box) => itemOf(box).kind === value), inUse, acts))}
            ${closed.length ? html`<details class="more"><summary>${t("Used up ({n})", { n: closed.length })}</summary>
              <ul class="list">${closed.slice(0, CLOSED_SHOWN).map((box) => boxRow(box, inUse, acts))}</ul></details>` : nothing}`
        : emptyState(t("No box is open"), t("Put a box on the shelf when you open it: its lot, expiry and units then stand as one tap in every note, and a recall finds its patients."))}
      <div class="bar"><button type="button" class="button button--primary" @click=${acts.add}>${icon("plus")}${t("Open a box")}</button></div>
    </div>`;
}

const group = (label, boxes, inUse, acts) => boxes.length
  ? html`<section class="group"><h2 class="group-title">${label} <span class="count">${boxes.length}</span></h2>
      <ul class="list">${boxes.map((box) => boxRow(box, inUse, acts))}</ul></section>`
  : nothing;

function boxRow(box, inUse, acts) {
  const item = itemOf(box);
  const codes = item.unit_codes ?? [];
  const left = codes.length ? t("{left} of {all} left", { left: unusedCodes(box, inUse).length, all: codes.length }) : "";
  return html`<li class="box">
    <span class="row-main"><strong>${item.product || t("Unnamed product")}</strong> <span class="box-lot">${item.lot}</span>
      <span class="row-detail">${[item.expiry && t("until {date}", { date: formatDate(item.expiry) }), left, item.opened_on && t("opened {date}", { date: formatDate(item.opened_on) }), item.closed_on && t("used up {date}", { date: formatDate(item.closed_on) })].filter(Boolean).join(" · ")}</span></span>
    ${box.pending ? html`<span class="pending" title=${t("not sent yet")}>${icon("up")}<span class="visually-hidden">${t("not sent yet")}</span></span>` : nothing}
    ${isExpired(box) ? html`<span class="mark" data-severity="block">${icon("block")}${t("expired")}</span>` : nothing}
    <span class="cluster box-acts">${isOpen(box)
      ? html`<button type="button" class="button" @click=${() => acts.close(box)}>${t("Used up")}</button><button type="button" class="button button--quiet" @click=${() => acts.correct(box)}>${t("Correct")}</button>`
      : html`<button type="button" class="button" @click=${() => acts.reopen(box)}>${t("Open again")}</button>`}
      <button type="button" class="button button--quiet" @click=${() => acts.drop(box)}>${t("Remove")}</button></span>
  </li>`;
}
