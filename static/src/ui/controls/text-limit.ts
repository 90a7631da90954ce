// How much a text box takes. The limit is the server's, so that nothing a box accepted is refused there.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";

/** Reasons, comments and messages; server/schemas/ops.py has the same figure. In UTF-16 units, as `maxlength` counts. */
export const LONGEST_COMMENT = 5000;
const FROM = 0.8;

export const isTooLong = (text: string, longest: number | null | undefined): boolean =>
  !!longest && text.length > longest;

/** Nothing while there is room; a count near the end; at the end the sentence that the rest was not taken. */
export function textLimit(text: string, longest: number | null | undefined): Template {
  if (!longest || text.length < FROM * longest) return nothing;
  const room = { n: text.length, longest };
  if (text.length > longest)
    return html`<p class="problem" role="status">${icon("block", 20)}<span>${t("Too long: {n} of {longest} characters. Shorten the text.", room)}</span></p>`;
  const words =
    text.length < longest
      ? t("{n} of {longest} characters", room)
      : t("Full: {longest} characters. Anything beyond was not taken.", room);
  return html`<p class="hint" role="status">${words}</p>`;
}
