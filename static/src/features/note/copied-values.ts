// Values copied from an earlier visit or a protocol: their source, the mark of a copied value, and the line for the reader.
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";

/** The source of a note's copied values, as a short text. */
export const copySource = ({ carried }: Content): string =>
  carried?.source_date ? t("from {date}", { date: formatDate(carried.source_date) }) : t("from a protocol");

/** Shown beside a read value that was copied: whether somebody has confirmed it. */
export function copiedMark(state: "open" | "confirmed" | null): Template {
  if (!state) return nothing;
  const words = state === "open" ? t("copied, not confirmed") : t("copied, confirmed");
  return html` <span class="carried-sign" data-carried=${state} title=${words}>${icon("again", 16)}<span class="visually-hidden">${words}</span></span>`;
}

/** One line for the reader of the note: how many values were copied, from where, and whether they were confirmed. */
export function copiedSummary(fields: Content): Template {
  const { open = [], confirmed = [] } = fields.carried ?? {};
  if (!open.length && !confirmed.length) return nothing;
  const from = copySource(fields);
  return html`<p class="carried-line">${icon("again", 20)}<span>${t("{n} values copied {from}, confirmed", { from, n: confirmed.length })}${open.length ? html` · <b>${t("not confirmed: {n}", { n: open.length })}</b>` : nothing}</span></p>`;
}
