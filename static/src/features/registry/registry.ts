// @ts-nocheck
import { formatDate } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView } from "../../live-query.js";
import { chips } from "../../ui/controls/chips.js";
import { backToMore, banner, bar, button, page, primary } from "../../ui/layout/page.js";
import { ROWED, rowsOf, tableName, tablesOf } from "./limit-labels.js";
import { limitRow } from "./limit-rows.js";
import { limitsDesk } from "./limits-editor.js";
import { historyPart } from "./registry-history.js";

export const title = () => t("Registry");

const PARTS = (limits) => [
  ...ROWED.map((key) => ({ value: key, label: tableName(limits, key) })),
  { value: "other", label: t("Other limits") },
  { value: "history", label: t("History") },
];

/** The clinic's own limits: read by everybody, changed by an administrator, approved by a clinician who has not changed them. */
export function view(host, _params, app) {
  const state = {
    part: "zones",
    current: null,
    texts: {},
    errors: {},
    problem: "",
    offline: false,
    busy: false,
    history: null,
  };
  let desk;
  return liveView(
    host,
    (redraw) => {
      desk = limitsDesk(state, redraw);
      desk.load();
      return {};
    },
    () => screen(state, desk, app),
  );
}

const screen = (state, desk, { user }) =>
  page(
    title(),
    html`
  ${state.problem ? banner(state.offline ? "warn" : "block", state.problem, state.offline ? button(t("Try again"), desk.load) : nothing, "alert") : nothing}
  ${state.current ? loaded(state, desk, user) : nothing}`,
    backToMore(),
    "registry",
  );

function loaded(state, desk, user) {
  const { part, current, texts, errors, busy, offline } = state;
  const count = Object.keys(texts).length;
  const options = { editing: user.role === "admin" && !offline, texts, errors, onType: desk.type };
  const table = (key) => html`<section class="group" aria-label=${tableName(current.limits, key)}>
    ${rowsOf(current.limits, current.editable, key).map((row) => limitRow(row, options))}
  </section>`;
  return html`
    ${approval(current, current.may_approve && button(t("Approve"), desk.approve, busy || count > 0))}
    ${chips({ choices: PARTS(current.limits), value: part, onChange: (value) => value && desk.open(value), className: "registry-parts" })}
    ${part === "history" ? historyPart(state, desk) : tablesShown(part, current.editable).map(table)}
    <p class="hint">${t("Lots and unit codes in use stand on the shelf.")} <a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a></p>
    ${count ? bar(button(t("Discard"), desk.discard, busy), primary(t("Save changes ({n})", { n: count }), desk.save, busy || Object.keys(errors).length > 0)) : nothing}`;
}

/** Says plainly what the limits are worth until somebody answers for them. */
const approval = ({ approved, limits }, approve) =>
  banner(
    approved ? "good" : "warn",
    html`<div class="stack stack--tight">
  <p><strong>${approved ? t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) }) : t("Not yet approved")}</strong> <span class="quiet">${t("version {name}", { name: limits.version })}</span></p>
  <p>${approved ? t("The rules go by these limits. A change of any of them asks for approval again.") : t("These limits are a drafting aid until a responsible clinician has approved them. Compare each with the label of what you use.")}</p>
</div>`,
    approved || !approve ? nothing : approve,
  );

const tablesShown = (part, editable) =>
  part === "other" ? tablesOf(editable).filter((key) => !ROWED.includes(key)) : [part];
