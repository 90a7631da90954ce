import { can } from "../../core/permissions.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView } from "../../live-query.js";
import type { AppContext, Limits } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { backToMore, banner, bar, button, page, primary } from "../../ui/layout/page.js";
import { type EditableLimits, ROWED, rowsOf, tableName, tablesOf } from "./limit-labels.js";
import { type LimitRowOptions, limitRow } from "./limit-rows.js";
import { type CurrentLimits, type LimitsController, type LimitsPage, limitsController } from "./limits-editor.js";
import { historyPart } from "./registry-history.js";

export const title = () => t("Registry");

const PARTS = (limits: Limits) => [
  ...ROWED.map((key) => ({ value: key, label: tableName(limits, key) })),
  { value: "other", label: t("Other limits") },
  { value: "history", label: t("History|changes") },
];

/**
 * The clinic's own limits: read by everybody, changed by an administrator, approved by a clinician who has not changed
 * them.
 */
export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const state: LimitsPage = {
    part: "zones",
    current: null,
    texts: {},
    errors: {},
    problem: "",
    offline: false,
    busy: false,
    history: null,
  };
  let controller: LimitsController;
  return liveView(
    host,
    (redraw) => {
      controller = limitsController(state, redraw);
      controller.load();
      return {};
    },
    () => screen(state, controller, app),
  );
}

const screen = (state: LimitsPage, controller: LimitsController, app: AppContext): Template =>
  page(
    title(),
    html`
  ${state.problem ? banner(state.offline ? "warn" : "block", state.problem, state.offline ? button(t("Try again"), controller.load) : nothing, "alert") : nothing}
  ${state.current ? loaded(state, state.current, controller, app) : nothing}`,
    backToMore(),
    "registry",
  );

function loaded(state: LimitsPage, current: CurrentLimits, controller: LimitsController, app: AppContext): Template {
  const { part, texts, errors, busy, offline } = state;
  const count = Object.keys(texts).length;
  const options: LimitRowOptions = {
    editing: can("limits.change", app.user, null, app.forms) && !offline,
    texts,
    errors,
    onType: controller.type,
  };
  const table = (key: string) => html`<section class="group" aria-label=${tableName(current.limits, key)}>
    ${rowsOf(current.limits, current.editable, key).map((row) => limitRow(row, options))}
  </section>`;
  return html`
    ${approval(current, current.may_approve ? button(t("Approve"), controller.approve, busy || count > 0) : nothing)}
    ${chips({ choices: PARTS(current.limits), value: part, onChange: (value) => value && controller.open(value), className: "registry-parts" })}
    ${part === "history" ? historyPart(state, controller) : tablesShown(part, current.editable).map(table)}
    <p class="hint">${t("Lots and unit codes in use are on the shelf.")} <a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a></p>
    ${count ? bar(button(t("Discard"), controller.discard, busy), primary(t("Save changes ({n})", { n: count }), controller.save, busy || Object.keys(errors).length > 0)) : nothing}`;
}

/** Warns that the limits are not approved. */
const approval = ({ approved, limits }: CurrentLimits, approve: Template): Template =>
  banner(
    approved ? "good" : "warn",
    html`<div class="stack stack--tight">
  <p><strong>${approved ? t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) }) : t("Not yet approved")}</strong> <span class="quiet unbroken">${t("version {name}", { name: limits.version })}</span></p>
  <p>${approved ? t("The rules go by these limits. A change of any of them asks for approval again.") : t("These limits are a drafting aid until a responsible clinician has approved them. Compare each with the label of what you use.")}</p>
</div>`,
    approved ? nothing : approve,
  );

const tablesShown = (part: string, editable: EditableLimits): string[] =>
  part === "other" ? tablesOf(editable).filter((key) => !ROWED.includes(key)) : [part];
