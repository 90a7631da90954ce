import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Limits } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { button } from "../../ui/layout/page.js";
import { wasIs } from "../note-record/was-is.js";
import { formatLimit, pathWords } from "./limit-labels.js";
import type { LimitsController, LimitsPage, LimitsVersion } from "./limits-editor.js";

/** Who changed which limit, when and why, and who approved it; the latest first. */
export function historyPart({ history, current }: LimitsPage, controller: LimitsController): Template {
  if (!history || !current) return nothing;
  return html`<section class="group" aria-label=${t("History|changes")}>
    ${history.items.map((version) => versionCard(version, current.limits))}
    ${history.next ? button(t("Earlier changes"), () => controller.history(true)) : nothing}
    <p class="hint">${t("Before the first change the limits are those Needlepoint ships with.")}</p>
  </section>`;
}

function versionCard(
  { version, author_name: author, created_at: at, reason, approved, changes }: LimitsVersion,
  limits: Limits,
): Template {
  const rows = changes.map(({ path, before, after }) => ({
    ...pathWords(limits, path),
    was: formatLimit(before),
    is: formatLimit(after),
  }));
  return html`<article class="card">
    <h3>${t("Version {n}", { n: version })} ${approved ? html`<span class="tag" data-state="approved">${t("approved")}</span>` : nothing}</h3>
    <p>${author} <span class="quiet">${formatDateTime(at)}</span></p>
    ${approved ? html`<p class="clean">${icon("check")}${t("Approved as it stands.")}</p>` : html`<p>“${reason}”</p>${wasIs(rows)}`}
  </article>`;
}
