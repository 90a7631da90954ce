import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** A course as a row of marks, one for each planned visit: done, next, later. */
export const courseProgress = ({ n, m }: { n: number; m: number | null }): Template => html`
  <span class="course" role="img" aria-label=${m ? t("{n} of {m} visits done", { n, m }) : t("{n} visits done", { n })}>
    ${Array.from({ length: Math.min(m ?? 0, 12) }, (_, at) => html`<span class="course-mark" data-mark=${at < n ? "done" : at === n ? "next" : "open"}></span>`)}
    <span class="course-count" aria-hidden="true">${m ? `${n}/${m}` : n}</span>
  </span>`;
