// @ts-nocheck
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "./icons.js";
import { group } from "./page.js";

/**
 * One line of a list that leads somewhere: title and detail, what matters at the end, an arrow. `press` chooses in place of `href`.
 * `act` is a key of its own at the end of the line, for what is done without going there first.
 */
export function listRow({
  href,
  press,
  title,
  detail,
  end,
  act,
}: {
  href?: string;
  press?: () => void;
  title: unknown;
  detail?: unknown;
  end?: unknown;
  act?: { word: string; icon: string; press: () => void };
}) {
  const content = html`<span class="row-main"><span class="row-title">${title}</span>${detail ? html`<span class="row-detail">${detail}</span>` : nothing}</span>
    ${end ? html`<span class="row-end">${end}</span>` : nothing}
    ${icon("next")}`;
  return html`<li>${press ? html`<button type="button" class="row" @click=${press}>${content}</button>` : html`<a class="row" href=${href}>${content}</a>`}${
    act
      ? html`<button type="button" class="button row-act" @click=${act.press}>${icon(act.icon)}<span>${act.word}</span></button>`
      : nothing
  }</li>`;
}

/** A named group of rows with its count, and the way to the whole list; nothing at all when it is empty. */
export const listSection = (heading, rows, { count = rows.length, tone, more = null } = {}) =>
  rows.length
    ? group(
        heading,
        html`<ul class="list">${rows}</ul>${more ? html`<a class="button button--quiet group-more" href=${more}>${t("Show the list")}</a>` : nothing}`,
        count,
        tone,
      )
    : nothing;
