import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "./frame-icons.js";

/**
 * One line of a list that leads somewhere: title and detail, what matters at the end, an arrow.
 * `act` is a key of its own at the end of the line, for what is done without going there first.
 * @param {{href: string, title: unknown, detail?: unknown, end?: unknown, act?: {word: string, icon: string, press: () => void}}} row
 */
export const listRow = ({ href, title, detail, end, act }) => html`
  <li><a class="row" href=${href}>
    <span class="row-main"><span class="row-title">${title}</span>${detail ? html`<span class="row-detail">${detail}</span>` : nothing}</span>
    ${end ? html`<span class="row-end">${end}</span>` : nothing}
    ${icon("next")}
  </a>${act ? html`<button type="button" class="button row-act" @click=${act.press}>${icon(act.icon)}<span>${act.word}</span></button>` : nothing}</li>`;

/** A named group of rows with its count, and the way to the whole list; nothing at all when it is empty. */
export function listSection(heading, rows, { count = rows.length, tone, more = null } = {}) {
  if (!rows.length) return nothing;
  return html`
    <section class="group" data-tone=${tone ?? nothing}>
      <h2 class="group-title">${heading} <span class="count">${count}</span></h2>
      <ul class="list">${rows}</ul>
      ${more ? html`<a class="button button--quiet group-more" href=${more}>${t("Show the list")}</a>` : nothing}
    </section>`;
}
