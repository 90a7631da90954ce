import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "./icons.js";
import { group } from "./page.js";

export interface ListRow {
  href?: string;
  /** Selects the row, instead of `href`. */
  press?: () => void;
  title: unknown;
  detail?: unknown;
  /** Drawn at the end of the line, before the arrow. */
  end?: unknown;
  /** A button after the row, for an action that does not need the page behind it. */
  act?: { word: string; icon: string; press: () => void };
}

export interface ListSectionOptions {
  count?: number;
  tone?: string;
  /** The address of the whole list. */
  more?: string | null;
}

/** One line of a list with a link. */
export function listRow({ href, press, title, detail, end, act }: ListRow): Template {
  const content = html`<span class="row-main"><span class="row-title">${title}</span>${detail ? html`<span class="row-detail">${detail}</span>` : nothing}</span>
    ${end ? html`<span class="row-end">${end}</span>` : nothing}
    ${icon("next")}`;
  return html`<li>${press ? html`<button type="button" class="row" @click=${press}>${content}</button>` : html`<a class="row" href=${href}>${content}</a>`}${
    act
      ? html`<button type="button" class="button row-act" @click=${act.press}>${icon(act.icon)}<span>${act.word}</span></button>`
      : nothing
  }</li>`;
}

/** A named group of rows with its count, and a link to the whole list; nothing when it is empty. */
export const listSection = (
  heading: string,
  rows: Template[],
  { count = rows.length, tone, more = null }: ListSectionOptions = {},
): Template =>
  rows.length
    ? group(
        heading,
        html`<ul class="list">${rows}</ul>${more ? html`<a class="button button--quiet group-more" href=${more}>${t("See all {n}", { n: count })}</a>` : nothing}`,
        count,
        tone,
      )
    : nothing;
